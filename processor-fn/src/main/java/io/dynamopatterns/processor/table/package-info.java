/** The table of work: its keys and attributes, its index by state, its versioned writes. */
package io.dynamopatterns.processor.table;
