package io.dynamopatterns.processor.source;

/**
 * Distinguishes one state of an object from another.
 *
 * @param tag the version or ETag of an object in S3; of a file, when it was written
 * @param length in bytes
 */
public record ObjectVersion(String tag, long length) {}
