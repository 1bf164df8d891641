/** What subscribers get: the message of a change, one and the same for all of them. */
package io.dynamopatterns.fanout.message;
