/** What the functions for direct invocation have in common: requests, and entries as JSON. */
package io.dynamopatterns.history.request;
