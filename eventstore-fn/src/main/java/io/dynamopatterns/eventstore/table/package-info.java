/** The tables: what their items are, and how they are written and read. */
package io.dynamopatterns.eventstore.table;
