/**
 * Calls a Lambda handler object as AWS's Java runtime does: its context, and its events and answers
 * as JSON.
 */
package io.dynamopatterns.mapping.function;
