/** What the environment says. */
package io.dynamopatterns.processor.settings;
