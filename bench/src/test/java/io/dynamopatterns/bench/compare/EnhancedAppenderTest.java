package io.dynamopatterns.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.bench.compare.Appender.Answered;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class EnhancedAppenderTest {
  @Test
  void aReadThatFailsAfterAWriteWasRefusedLeavesOpenWhetherItIsStored() {
    assertThat(new EnhancedAppender(new Failing(1), 20).append("list", "element"))
        .isEqualTo(Answered.UNKNOWN);
  }

  @Test
  void aReadThatFailsBeforeAnyWriteStoresNothing() {
    assertThat(new EnhancedAppender(new Failing(0), 20).append("list", "element"))
        .isEqualTo(Answered.REFUSED);
  }

  /** Refuses each write by its condition. Later reads than the first ones fail. */
  private static final class Failing implements DynamoDbClient {
    private int readable;

    Failing(int readable) {
      this.readable = readable;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
      if (readable-- > 0) {
        return GetItemResponse.builder().build();
      }
      throw SdkClientException.create("no answer");
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
      throw ConditionalCheckFailedException.builder().build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {
      // Nothing is held open.
    }
  }
}
