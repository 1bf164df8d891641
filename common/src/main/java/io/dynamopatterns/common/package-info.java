/** What every pattern is built on: deadlines, back-off and the invocation at hand. */
package io.dynamopatterns.common;
