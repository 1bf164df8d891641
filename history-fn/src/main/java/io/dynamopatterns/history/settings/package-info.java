/** The environment of the history functions. */
package io.dynamopatterns.history.settings;
