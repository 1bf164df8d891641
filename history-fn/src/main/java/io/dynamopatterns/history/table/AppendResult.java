package io.dynamopatterns.history.table;

import java.util.List;

/**
 * What became of entries that were to be appended.
 *
 * @param outcomes one of each entry, in their order
 * @param resent how many statements had to be sent again, counting each time
 */
public record AppendResult(List<Appended> outcomes, int resent) {}
