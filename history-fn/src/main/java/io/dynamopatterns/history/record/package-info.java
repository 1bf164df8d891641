/** Records the changes of a table's stream. */
package io.dynamopatterns.history.record;
