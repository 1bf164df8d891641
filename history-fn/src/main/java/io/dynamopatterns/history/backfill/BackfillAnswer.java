package io.dynamopatterns.history.backfill;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far a run came.
 *
 * @param scanned how many items it looked at
 * @param baselines for how many of them it began a history
 * @param alreadyRecorded how many had one
 * @param next where the next run goes on, empty if the segment is done
 */
public record BackfillAnswer(
    long scanned, long baselines, long alreadyRecorded, Map<String, AttributeValue> next) {}
