package __package__;

import io.dynamopatterns.common.settings.Variables;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.common.versioned.VersionedTable;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Puts the function together. */
@Factory
class __Name__Beans {
  @Singleton
  __Name__ logic(DynamoDbClient dynamoDb, Variables variables) {
    __Name__Settings settings = __Name__Settings.of(variables);
    return new __Name__(table(dynamoDb, settings.table()));
  }

  static VersionedTable<StateEntry> table(DynamoDbClient dynamoDb, String name) {
    return new VersionedTable<>(dynamoDb, VersionedSchema.of(name, "id").as(StateEntry.class));
  }
}
