/** Operations of the fan-out's subscribers. */
package io.dynamopatterns.operations.subscribers;
