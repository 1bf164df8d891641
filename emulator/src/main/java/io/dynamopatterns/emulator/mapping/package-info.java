/** Event source mappings on the emulated streams and queues. */
package io.dynamopatterns.emulator.mapping;
