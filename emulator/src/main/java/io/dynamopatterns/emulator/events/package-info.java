/** EventBridge in this process: buses, rules, targets, and a journal of all events. */
package io.dynamopatterns.emulator.events;
