/** The environment of the fan-out's functions. */
package io.dynamopatterns.fanout.settings;
