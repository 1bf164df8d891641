/** What every pattern stands on: deadlines, back-off and the invocation at hand. */
package io.dynamopatterns.common;
