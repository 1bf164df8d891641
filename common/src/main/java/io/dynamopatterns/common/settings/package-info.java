/** A function's settings, read from the environment variables that Terraform sets. */
package io.dynamopatterns.common.settings;
