/** Closes periods that are due: one digest for each group. */
package io.dynamopatterns.periodic.close;
