package io.dynamopatterns.history.backfill;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a run came.
 *
 * @param scanned how many items it looked at
 * @param baselines for how many of them it began or completed a history
 * @param alreadyRecorded how many had one that needs nothing
 * @param done whether the segment is done
 * @param next where the next run continues, if it is not; empty for the beginning
 */
public record BackfillAnswer(
    long scanned,
    long baselines,
    long alreadyRecorded,
    boolean done,
    Map<String, AttributeValue> next) {}
