/** From the stream into the store. */
package io.dynamopatterns.eventstore.ingest;
