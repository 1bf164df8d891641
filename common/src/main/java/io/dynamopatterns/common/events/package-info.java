/** Events to EventBridge. */
package io.dynamopatterns.common.events;
