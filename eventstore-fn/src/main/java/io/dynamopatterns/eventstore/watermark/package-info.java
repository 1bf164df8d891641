/** Up to which time the store is complete, also where nothing arrives. */
package io.dynamopatterns.eventstore.watermark;
