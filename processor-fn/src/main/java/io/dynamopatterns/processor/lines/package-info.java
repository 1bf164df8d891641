/** The shipped worker: the lines of an object, each a record of a Kinesis stream. */
package io.dynamopatterns.processor.lines;
