/** Functions from their jars, each in its own class loader, and the endpoint that invokes them. */
package io.dynamopatterns.emulator.function;
