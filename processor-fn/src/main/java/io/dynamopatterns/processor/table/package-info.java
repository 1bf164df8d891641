/** The table of work: its keys, its index by state, its versioned writes. */
package io.dynamopatterns.processor.table;
