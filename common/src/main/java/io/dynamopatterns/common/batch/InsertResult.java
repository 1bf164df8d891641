package io.dynamopatterns.common.batch;

import java.util.List;

/**
 * What became of items that were to be inserted.
 *
 * @param outcomes one of each item, in their order
 * @param resent how many statements had to be sent again, counting each time
 */
public record InsertResult(List<InsertOutcome> outcomes, int resent) {}
