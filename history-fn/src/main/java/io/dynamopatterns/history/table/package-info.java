/** The history table: its keys, its attributes, its statements, and the only access to it. */
package io.dynamopatterns.history.table;
