/** The AWS SDK's clients, with settings that fit a Lambda run. */
package io.dynamopatterns.common.client;
