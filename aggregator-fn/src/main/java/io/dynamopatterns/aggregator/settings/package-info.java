/** The environment of the functions. */
package io.dynamopatterns.aggregator.settings;
