/**
 * What direct invocations have in common: their fields, their pages, and what is wrong with them.
 */
package io.dynamopatterns.common.request;
