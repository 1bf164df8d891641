/** Attribute values: their JSON, their order, their sizes, and the errors of wrong ones. */
package io.dynamopatterns.sim.dynamodb.value;
