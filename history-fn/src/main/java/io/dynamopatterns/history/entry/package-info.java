/** What a history is made of: items, positions, entries. Nothing here knows how they are stored. */
package io.dynamopatterns.history.entry;
