/**
 * What people do to a deployment: one {@link io.dynamopatterns.operations.Operation} for each task,
 * on AWS and in the local fleet alike. The commands of {@code ./fleet} and the page are two ways to
 * call the same operations.
 */
package io.dynamopatterns.operations;
