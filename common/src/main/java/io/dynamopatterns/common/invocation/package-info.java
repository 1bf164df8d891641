/** What a Lambda function's handler is made of: one delegating method with a {@code Call}. */
package io.dynamopatterns.common.invocation;
