package io.dynamopatterns.common.ingest;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;

/**
 * Where in an event its key facts are.
 *
 * @param group to text or a number: the key that events are collected under
 * @param id to text or a number: by which duplicates are recognised
 * @param time to text in ISO 8601 with an offset ({@link
 *     io.dynamopatterns.common.Times#ofIso8601}), or to a whole number of epoch milliseconds from
 *     March 1973 on: a smaller one is refused, because epoch seconds look like it
 * @param source to text: where the event comes from, if events say so
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 */
public record EventPointers(
    JsonPointer group, JsonPointer id, JsonPointer time, Optional<JsonPointer> source) {}
