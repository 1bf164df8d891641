package io.dynamopatterns.bench.warm;

import java.util.List;
import software.amazon.awssdk.core.SdkRequest;

/**
 * One consumer with one batch, on a service that answers from memory.
 *
 * @param function handles the batch as Lambda makes the function do it
 * @param loop handles the batch by SDK calls in a loop
 * @param sdk sends the function's requests, made beforehand
 * @param ofFunction what the function sends
 * @param ofLoop what the loop sends
 */
record Comparison(
    String name,
    int records,
    Runnable function,
    Runnable loop,
    Runnable sdk,
    List<SdkRequest> ofFunction,
    List<SdkRequest> ofLoop) {}
