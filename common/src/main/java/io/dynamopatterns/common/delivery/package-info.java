/**
 * Stream records and queue messages: each is read once, processed in lanes, and reported to Lambda
 * if it failed.
 */
package io.dynamopatterns.common.delivery;
