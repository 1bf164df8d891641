/** The table of aggregates: its keys, its attributes, its expressions. */
package io.dynamopatterns.aggregator.table;
