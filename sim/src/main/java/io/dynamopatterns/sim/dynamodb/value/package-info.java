/** Attribute values: their JSON, their order and their sizes. */
package io.dynamopatterns.sim.dynamodb.value;
