/** Operations of the processor's work. */
package io.dynamopatterns.operations.work;
