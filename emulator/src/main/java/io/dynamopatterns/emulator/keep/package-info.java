/** What outlives a fleet in its directory: lines and values. */
package io.dynamopatterns.emulator.keep;
