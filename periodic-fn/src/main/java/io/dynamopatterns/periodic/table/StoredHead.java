package io.dynamopatterns.periodic.table;

import io.dynamopatterns.common.versioned.VersionedItem;

/**
 * A head as one version of it stands in the table.
 *
 * @param item what the next version is written upon
 */
public record StoredHead(BucketHead head, VersionedItem item) {}
