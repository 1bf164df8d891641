/** Kinesis in this process: streams, shards, and the operations that functions use. */
package io.dynamopatterns.emulator.kinesis;
