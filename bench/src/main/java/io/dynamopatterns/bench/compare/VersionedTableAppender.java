package io.dynamopatterns.bench.compare;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.item.Key;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.dynamopatterns.common.versioned.WriteOutcome;
import io.micronaut.core.annotation.Introspected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** By {@link VersionedTable}. */
final class VersionedTableAppender implements Appender {
  private final VersionedTable<Elements> lists;

  @Introspected
  record Elements(String pk, List<String> elements) {
    Elements with(String element) {
      List<String> more = new ArrayList<>(elements);
      more.add(element);
      return new Elements(pk, more);
    }
  }

  VersionedTableAppender(DynamoDbClient client, Deadline deadline) {
    lists =
        new VersionedTable<>(client, VersionedSchema.of(Updates.LISTS, "pk").as(Elements.class))
            .within(deadline);
  }

  @Override
  public Answered append(String list, String element) {
    try {
      WriteOutcome<Elements> outcome =
          lists.update(
              Key.of("pk", list),
              current -> Optional.of(current.orElse(new Elements(list, List.of())).with(element)));
      return switch (outcome) {
        case WriteOutcome.Applied<Elements> applied -> Answered.DONE;
        case WriteOutcome.Unknown<Elements> unknown -> Answered.UNKNOWN;
        default -> Answered.REFUSED;
      };
    } catch (SdkException e) {
      // A read failed: all writes before it were refused.
      return Answered.REFUSED;
    }
  }
}
