package io.dynamopatterns.bench.compare;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * By the Enhanced client with a version attribute, as its documentation shows: a write of an item
 * that has changed since it was read fails. What follows is the program's: the loop is here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/ddb-en-client-extensions.html">Extensions
 *     of the Enhanced client</a>
 */
final class EnhancedAppender implements Appender {
  private static final TableSchema<EnhancedElements> SCHEMA =
      TableSchema.fromBean(EnhancedElements.class);

  private final DynamoDbTable<EnhancedElements> lists;
  private final int attempts;

  /**
   * @param attempts how often it reads and writes again after a failed condition; with 1 the caller
   *     is answered that another writer was first
   */
  EnhancedAppender(DynamoDbClient client, int attempts) {
    this.lists =
        DynamoDbEnhancedClient.builder()
            .dynamoDbClient(client)
            .build()
            .table(Updates.LISTS, SCHEMA);
    this.attempts = attempts;
  }

  @Override
  public Answered append(String list, String element) {
    for (int attempt = 0; attempt < attempts; attempt++) {
      EnhancedElements current;
      try {
        current = read(list);
      } catch (SdkException e) {
        // The condition of an earlier attempt may have failed by its own write.
        return attempt == 0 ? Answered.REFUSED : Answered.UNKNOWN;
      }
      current.getElements().add(element);
      try {
        lists.updateItem(current);
        return Answered.DONE;
      } catch (ConditionalCheckFailedException e) {
        // Another writer was first: read it again.
      } catch (SdkException e) {
        return Answered.UNKNOWN;
      }
    }
    return Answered.REFUSED;
  }

  private EnhancedElements read(String list) {
    EnhancedElements stored =
        lists.getItem(
            request ->
                request.key(Key.builder().partitionValue(list).build()).consistentRead(true));
    if (stored == null) {
      stored = new EnhancedElements();
      stored.setPk(list);
    }
    stored.setElements(
        new ArrayList<>(stored.getElements() == null ? List.of() : stored.getElements()));
    return stored;
  }
}
