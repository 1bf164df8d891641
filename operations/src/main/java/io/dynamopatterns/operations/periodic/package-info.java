/** Operations of the periodic aggregator: periods and their digests. */
package io.dynamopatterns.operations.periodic;
