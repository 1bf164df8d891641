package io.dynamopatterns.local.dynamodb;

import io.dynamopatterns.local.state.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;

/** Creates tables as a deployment has them. */
public final class TableCreator {
  private final DynamoDbClient client;

  public TableCreator(DynamoDbClient client) {
    this.client = client;
  }

  public void create(TableSpec table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table.name())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(keys(table.hashKey(), table.rangeKey()))
            .attributeDefinitions(
                table.attributeTypes().entrySet().stream()
                    .map(
                        attribute ->
                            AttributeDefinition.builder()
                                .attributeName(attribute.getKey())
                                .attributeType(attribute.getValue())
                                .build())
                    .toList());
    if (!table.globalIndexes().isEmpty()) {
      request.globalSecondaryIndexes(
          table.globalIndexes().stream()
              .map(
                  index ->
                      GlobalSecondaryIndex.builder()
                          .indexName(index.name())
                          .keySchema(keys(index.hashKey(), index.rangeKey()))
                          .projection(projection(index))
                          .build())
              .toList());
    }
    if (!table.localIndexes().isEmpty()) {
      request.localSecondaryIndexes(
          table.localIndexes().stream()
              .map(
                  index ->
                      LocalSecondaryIndex.builder()
                          .indexName(index.name())
                          .keySchema(keys(index.hashKey(), index.rangeKey()))
                          .projection(projection(index))
                          .build())
              .toList());
    }
    table
        .streamView()
        .ifPresent(
            view -> request.streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
    client.createTable(request.build());
    table
        .ttlAttribute()
        .ifPresent(
            attribute ->
                client.updateTimeToLive(
                    ttl ->
                        ttl.tableName(table.name())
                            .timeToLiveSpecification(
                                s -> s.enabled(true).attributeName(attribute))));
  }

  private static List<KeySchemaElement> keys(String hashKey, Optional<String> rangeKey) {
    List<KeySchemaElement> keys = new ArrayList<>();
    keys.add(key(hashKey, KeyType.HASH));
    rangeKey.ifPresent(name -> keys.add(key(name, KeyType.RANGE)));
    return keys;
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static Projection projection(TableSpec.Index index) {
    Projection.Builder projection = Projection.builder().projectionType(index.projection());
    if (!index.projectedAttributes().isEmpty()) {
      projection.nonKeyAttributes(index.projectedAttributes());
    }
    return projection.build();
  }
}
