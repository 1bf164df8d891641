/** Function URLs, HTTP APIs and static files of the local fleet. */
package io.dynamopatterns.emulator.url;
