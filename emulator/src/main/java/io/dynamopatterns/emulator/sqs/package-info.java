/**
 * SQS in this process: standard and FIFO queues, redrive policies and the operations that functions
 * use.
 */
package io.dynamopatterns.emulator.sqs;
