/** The commands of {@code ./fleet} that are operations. */
package io.dynamopatterns.operations.cli;
