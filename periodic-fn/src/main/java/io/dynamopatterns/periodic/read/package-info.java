/** Answers questions about periods, the events of a digest and what was rejected. */
package io.dynamopatterns.periodic.read;
