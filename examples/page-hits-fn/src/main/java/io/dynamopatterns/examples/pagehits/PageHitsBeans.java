package io.dynamopatterns.examples.pagehits;

import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the function together. */
@Factory
final class PageHitsBeans {
  @Singleton
  PageHitsSettings settings(Variables variables) {
    return PageHitsSettings.of(variables);
  }

  @Singleton
  PageHits pageHits(DynamoDbClient client, PageHitsSettings settings, JsonMapper json) {
    return new PageHits(
        new VersionedTable<>(client, VersionedSchema.of(settings.table(), PageItem.PATH)),
        new ClickReader(json),
        Clock.systemUTC());
  }
}
