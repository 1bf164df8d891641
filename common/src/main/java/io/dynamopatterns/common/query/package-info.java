/** Partitions of a table, read as one sequence. */
package io.dynamopatterns.common.query;
