/**
 * Every write of any DynamoDB table, kept in an append-only table: recorded from the table's
 * stream, read by version, time or difference, and restored.
 */
package io.dynamopatterns.history;
