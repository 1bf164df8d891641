/** Brings an item back to a version that the history has. */
package io.dynamopatterns.history.restore;
