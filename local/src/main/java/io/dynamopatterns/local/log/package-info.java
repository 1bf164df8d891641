/**
 * An access log as input: its lines, those that cannot be read, and the feed that follows the
 * schedules' clock.
 */
package io.dynamopatterns.local.log;
