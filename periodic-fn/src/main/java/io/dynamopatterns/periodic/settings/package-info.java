/** The environment of the functions, checked at their start. */
package io.dynamopatterns.periodic.settings;
