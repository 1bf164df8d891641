/** HTTP servers of this machine alone. */
package io.dynamopatterns.emulator.http;
