/** Reads histories: versions by page, an item as of a time, the difference of two versions. */
package io.dynamopatterns.history.read;
