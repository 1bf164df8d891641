/** A stream handler of Lambda in a process of its own, on the Kinesis Client Library. */
package io.dynamopatterns.worker;
