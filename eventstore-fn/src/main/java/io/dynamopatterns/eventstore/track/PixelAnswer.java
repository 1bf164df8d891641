package io.dynamopatterns.eventstore.track;

import java.util.Map;

/**
 * The answer to an HTTP request.
 *
 * @param isBase64 whether the body is bytes in Base64, or else text
 */
public record PixelAnswer(int status, Map<String, String> headers, String body, boolean isBase64) {}
