package io.dynamopatterns.aggregator.table;

import io.dynamopatterns.aggregator.round.Round;
import io.dynamopatterns.common.versioned.VersionedItem;

/** A round as one version of it stands in the table. */
public record HeldRound(Round round, VersionedItem item) {}
