/** The tables of an account: their keys, items, indexes, and the stream of their changes. */
package io.dynamopatterns.sim.dynamodb.table;
