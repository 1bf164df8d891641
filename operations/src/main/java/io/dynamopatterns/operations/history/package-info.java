/** Operations of the history: versions of items. */
package io.dynamopatterns.operations.history;
