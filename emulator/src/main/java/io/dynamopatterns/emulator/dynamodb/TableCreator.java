package io.dynamopatterns.emulator.dynamodb;

import io.dynamopatterns.mapping.StateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Creates tables as a deployment has them. */
public record TableCreator(DynamoDbClient client) {
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
    try {
      client.createTable(request.build());
    } catch (ResourceInUseException e) {
      requireSame(table, request.build());
      return;
    }
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

  /** A table that was kept is the deployment's, or a kept one of another deployment. */
  private void requireSame(TableSpec table, CreateTableRequest wanted) {
    TableDescription kept = client.describeTable(get -> get.tableName(table.name())).table();
    Set<String> wantedIndexes =
        wanted.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndex::indexName)
            .collect(Collectors.toSet());
    Set<String> keptIndexes =
        kept.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndexDescription::indexName)
            .collect(Collectors.toSet());
    boolean sameStream =
        kept.streamSpecification() == null
            ? table.streamView().isEmpty()
            : table
                .streamView()
                .equals(Optional.of(kept.streamSpecification().streamViewTypeAsString()));
    if (!kept.keySchema().equals(wanted.keySchema())
        || !keptIndexes.equals(wantedIndexes)
        || !sameStream) {
      throw new StateException(
          "the kept table '%s' has other keys, indexes or another stream than the deployment: keep it elsewhere, or delete the directory"
              .formatted(table.name()));
    }
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
