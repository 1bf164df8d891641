/** Objects whose bytes can be read from any place on: in S3, and in a directory of this machine. */
package io.dynamopatterns.processor.source;
