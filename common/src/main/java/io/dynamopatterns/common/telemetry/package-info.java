/** Structured log lines and CloudWatch metrics of an invocation. */
package io.dynamopatterns.common.telemetry;
