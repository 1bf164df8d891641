package io.dynamopatterns.eventstore.track;

import java.time.Instant;
import java.util.Map;

/**
 * An HTTP request, as the function's URL received it.
 *
 * @param id of the request
 * @param client the address that it came from
 * @param path without the query
 * @param query as it was sent; empty if there was none
 * @param parameters of the query, decoded
 * @param headers as they were sent
 */
public record PixelRequest(
    String id,
    String client,
    Instant time,
    String method,
    String path,
    String query,
    Map<String, String> parameters,
    Map<String, String> headers) {}
