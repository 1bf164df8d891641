package io.dynamopatterns.common.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dynamopatterns.common.item.ItemJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes the JSON of requests that have items. The SDK's marshaller looks up each of the eleven
 * types that a value can have, and a marshaller for it. That was up to half of the CPU of a batch
 * of records; this takes a quarter of it.
 *
 * <p>The SDK marshals what is left of the request, which is next to nothing, and this replaces its
 * body before it is signed. Requests with a setting that is not known here stay as they are.
 */
final class ItemRequests implements ExecutionInterceptor {
  /** The name contains the loader, as that of {@link AttemptReports#LISTENER}. */
  private static final ExecutionAttribute<Written> WRITTEN =
      new ExecutionAttribute<>(
          "ItemRequests-" + System.identityHashCode(ItemRequests.class.getClassLoader()));

  private static final JsonFactory JSON = new JsonFactory();
  private static final String TYPE = "application/x-amz-json-1.0";

  /**
   * @param rest the request without what is in the body
   */
  private record Written(SdkRequest rest, byte[] body) {}

  @FunctionalInterface
  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    Optional<Written> written =
        switch (context.request()) {
          case BatchExecuteStatementRequest batch -> statements(batch);
          case BatchWriteItemRequest batch -> writes(batch);
          case PutItemRequest put -> put(put);
          case GetItemRequest get -> get(get);
          case QueryRequest query -> query(query);
          default -> Optional.empty();
        };
    written.ifPresent(each -> attributes.putAttribute(WRITTEN, each));
    return written.map(Written::rest).orElse(context.request());
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    Written written = attributes.getAttribute(WRITTEN);
    if (written == null) {
      return context.httpRequest();
    }
    if (context.request() != written.rest()
        && !context.request().equalsBySdkFields(written.rest())) {
      throw SdkClientException.create(
          "%s was not sent: an interceptor of the client has changed %s after ClientSettings had written the request. Add interceptors that change requests before ClientSettings.apply, or in a BeanCreatedEventListener of the client's builder"
              .formatted(
                  attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
                  differences(context.request(), written.rest())));
    }
    return context.httpRequest().toBuilder()
        .putHeader("Content-Length", Integer.toString(written.body().length))
        .build();
  }

  @Override
  public Optional<RequestBody> modifyHttpContent(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    Written written = attributes.getAttribute(WRITTEN);
    return written == null
        ? context.requestBody()
        : Optional.of(
            RequestBody.fromContentProvider(
                ContentStreamProvider.fromByteArrayUnsafe(written.body()),
                written.body().length,
                TYPE));
  }

  private static String differences(SdkRequest request, SdkRequest rest) {
    return rest.sdkFields().stream()
        .filter(
            field ->
                !Objects.equals(field.getValueOrDefault(request), field.getValueOrDefault(rest)))
        .map(SdkField::memberName)
        .collect(Collectors.joining(", "));
  }

  private static Optional<Written> statements(BatchExecuteStatementRequest batch) {
    boolean plain =
        batch.hasStatements()
            && batch.returnConsumedCapacity() == null
            && batch.statements().stream()
                .allMatch(
                    each ->
                        each.consistentRead() == null
                            && each.returnValuesOnConditionCheckFailure() == null);
    if (!plain) {
      return Optional.empty();
    }
    return written(
        BatchExecuteStatementRequest.builder(),
        batch,
        json -> {
          json.writeArrayFieldStart("Statements");
          for (BatchStatementRequest each : batch.statements()) {
            json.writeStartObject();
            writeText("Statement", each.statement(), json);
            if (each.hasParameters()) {
              json.writeArrayFieldStart("Parameters");
              for (AttributeValue parameter : each.parameters()) {
                ItemJson.writeUnsorted(parameter, json);
              }
              json.writeEndArray();
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static Optional<Written> writes(BatchWriteItemRequest batch) {
    if (!batch.hasRequestItems()
        || batch.returnConsumedCapacity() != null
        || batch.returnItemCollectionMetrics() != null) {
      return Optional.empty();
    }
    return written(
        BatchWriteItemRequest.builder(),
        batch,
        json -> {
          json.writeObjectFieldStart("RequestItems");
          for (Map.Entry<String, List<WriteRequest>> table : batch.requestItems().entrySet()) {
            json.writeArrayFieldStart(table.getKey());
            for (WriteRequest write : table.getValue()) {
              json.writeStartObject();
              if (write.putRequest() != null) {
                json.writeObjectFieldStart("PutRequest");
                if (write.putRequest().hasItem()) {
                  writeItem("Item", write.putRequest().item(), json);
                }
                json.writeEndObject();
              }
              if (write.deleteRequest() != null) {
                json.writeObjectFieldStart("DeleteRequest");
                if (write.deleteRequest().hasKey()) {
                  writeItem("Key", write.deleteRequest().key(), json);
                }
                json.writeEndObject();
              }
              json.writeEndObject();
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  @SuppressWarnings("deprecation")
  private static Optional<Written> put(PutItemRequest put) {
    boolean plain =
        put.returnConsumedCapacity() == null
            && put.returnItemCollectionMetrics() == null
            && put.returnValues() == null
            && put.conditionalOperator() == null
            && !put.hasExpected();
    if (!plain) {
      return Optional.empty();
    }
    return written(
        PutItemRequest.builder().tableName(put.tableName()),
        put,
        json -> {
          writeText("TableName", put.tableName(), json);
          if (put.hasItem()) {
            writeItem("Item", put.item(), json);
          }
          writeText("ConditionExpression", put.conditionExpression(), json);
          if (put.hasExpressionAttributeNames()) {
            writeNames(put.expressionAttributeNames(), json);
          }
          if (put.hasExpressionAttributeValues()) {
            writeItem("ExpressionAttributeValues", put.expressionAttributeValues(), json);
          }
          writeText(
              "ReturnValuesOnConditionCheckFailure",
              put.returnValuesOnConditionCheckFailureAsString(),
              json);
        });
  }

  @SuppressWarnings("deprecation")
  private static Optional<Written> get(GetItemRequest get) {
    if (get.returnConsumedCapacity() != null || get.hasAttributesToGet()) {
      return Optional.empty();
    }
    return written(
        GetItemRequest.builder().tableName(get.tableName()),
        get,
        json -> {
          writeText("TableName", get.tableName(), json);
          if (get.hasKey()) {
            writeItem("Key", get.key(), json);
          }
          writeBoolean("ConsistentRead", get.consistentRead(), json);
          writeText("ProjectionExpression", get.projectionExpression(), json);
          if (get.hasExpressionAttributeNames()) {
            writeNames(get.expressionAttributeNames(), json);
          }
        });
  }

  @SuppressWarnings("deprecation")
  private static Optional<Written> query(QueryRequest query) {
    boolean plain =
        query.returnConsumedCapacity() == null
            && query.conditionalOperator() == null
            && !query.hasAttributesToGet()
            && !query.hasKeyConditions()
            && !query.hasQueryFilter();
    if (!plain) {
      return Optional.empty();
    }
    return written(
        QueryRequest.builder().tableName(query.tableName()),
        query,
        json -> {
          writeText("TableName", query.tableName(), json);
          writeText("IndexName", query.indexName(), json);
          writeText("Select", query.selectAsString(), json);
          if (query.limit() != null) {
            json.writeNumberField("Limit", query.limit());
          }
          writeBoolean("ConsistentRead", query.consistentRead(), json);
          writeBoolean("ScanIndexForward", query.scanIndexForward(), json);
          if (query.hasExclusiveStartKey()) {
            writeItem("ExclusiveStartKey", query.exclusiveStartKey(), json);
          }
          writeText("ProjectionExpression", query.projectionExpression(), json);
          writeText("FilterExpression", query.filterExpression(), json);
          writeText("KeyConditionExpression", query.keyConditionExpression(), json);
          if (query.hasExpressionAttributeNames()) {
            writeNames(query.expressionAttributeNames(), json);
          }
          if (query.hasExpressionAttributeValues()) {
            writeItem("ExpressionAttributeValues", query.expressionAttributeValues(), json);
          }
        });
  }

  private static void writeNames(Map<String, String> names, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("ExpressionAttributeNames");
    for (Map.Entry<String, String> name : names.entrySet()) {
      json.writeStringField(name.getKey(), name.getValue());
    }
    json.writeEndObject();
  }

  private static void writeBoolean(String name, Boolean value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeBooleanField(name, value);
    }
  }

  private static void writeItem(String name, Map<String, AttributeValue> item, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    ItemJson.writeUnsorted(item, json);
  }

  private static void writeText(String name, String text, JsonGenerator json) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  /** Empty if the request cannot be written: then the SDK says why. */
  private static Optional<Written> written(
      DynamoDbRequest.Builder rest, DynamoDbRequest request, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    request.overrideConfiguration().ifPresent(rest::overrideConfiguration);
    return Optional.of(new Written(rest.build(), bytes.toByteArray()));
  }
}
