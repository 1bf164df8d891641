/** Changes sent once more: from the history of the table, or from a subscriber's dead letters. */
package io.dynamopatterns.fanout.replay;
