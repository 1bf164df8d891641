/**
 * Every event of a Kinesis stream, kept in time order without hot keys and played back from any
 * point in time; and a pixel that makes events of requests.
 */
package io.dynamopatterns.eventstore;
