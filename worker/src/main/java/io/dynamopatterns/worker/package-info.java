/** A stream handler of Lambda in its own process, on the Kinesis Client Library. */
package io.dynamopatterns.worker;
