/** EventBridge Scheduler in this process: expressions, slots, retries and dead letters. */
package io.dynamopatterns.emulator.schedule;
