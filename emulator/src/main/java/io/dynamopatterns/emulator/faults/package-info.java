/**
 * Faults between a function and its services: calls that fail, whose answers are lost, or that
 * never end.
 */
package io.dynamopatterns.emulator.faults;
