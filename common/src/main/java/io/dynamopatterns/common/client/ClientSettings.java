package io.dynamopatterns.common.client;

import io.dynamopatterns.common.settings.Variables;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Settings of every client of the AWS SDK that Micronaut makes: three attempts in all, unless the
 * client has its own retries. DynamoDB's default of nine, with delays of up to 20 s, would outlast
 * a Lambda run under throttling. A DynamoDB client also reports its attempts ({@link
 * AttemptReports}), and requests with items are written by {@link ItemRequests}. Where the
 * function's environment has {@code WRITE_REGION}, a client of another Region only reads ({@link
 * WriteRegion}).
 *
 * <p>For other settings of one client, write a listener of its builder:
 *
 * <pre>{@code
 * @Singleton
 * final class KinesisTimeouts implements BeanCreatedEventListener<KinesisClientBuilder> {
 *   @Override
 *   public KinesisClientBuilder onCreated(BeanCreatedEvent<KinesisClientBuilder> event) {
 *     return event.getBean().overrideConfiguration(c -> c.apiCallTimeout(Duration.ofSeconds(3)));
 *   }
 * }
 * }</pre>
 *
 * <p>The SDK's {@code overrideConfiguration} replaces all settings that a builder has. So this
 * listener runs after the others and adds to what they leave.
 */
@Singleton
public final class ClientSettings
    implements BeanCreatedEventListener<SdkClientBuilder<?, ?>>, Ordered {
  private final Optional<WriteRegion> writeRegion;

  ClientSettings(Variables variables) {
    this.writeRegion = WriteRegion.of(variables);
  }

  Optional<WriteRegion> writeRegion() {
    return writeRegion;
  }

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public SdkClientBuilder<?, ?> onCreated(BeanCreatedEvent<SdkClientBuilder<?, ?>> event) {
    SdkClientBuilder<?, ?> builder = apply(event.getBean());
    writeRegion.ifPresent(
        region ->
            builder.overrideConfiguration(
                builder.overrideConfiguration().toBuilder()
                    .addExecutionInterceptor(region)
                    .build()));
    return builder;
  }

  /**
   * Applies these settings to a client that Micronaut does not make. Call it after all other
   * settings are made: an interceptor that changes requests must run before those of this class.
   */
  public static <B extends SdkClientBuilder<?, ?>> B apply(B builder) {
    ClientOverrideConfiguration chosen = builder.overrideConfiguration();
    ClientOverrideConfiguration.Builder settings = chosen.toBuilder();
    if (!hasRetries(chosen)) {
      settings.retryStrategy(RetryMode.STANDARD);
    }
    if (builder instanceof DynamoDbClientBuilder) {
      List<ExecutionInterceptor> interceptors = new ArrayList<>(chosen.executionInterceptors());
      // Each once, also if they are applied again: an attempt must not count twice.
      interceptors.removeIf(each -> each instanceof AttemptReports || each instanceof ItemRequests);
      interceptors.add(new AttemptReports());
      interceptors.add(new ItemRequests());
      settings.executionInterceptors(interceptors);
    }
    builder.overrideConfiguration(settings.build());
    return builder;
  }

  private static boolean hasRetries(ClientOverrideConfiguration chosen) {
    return chosen.retryStrategy().isPresent()
        || chosen.retryStrategyConfigurator().isPresent()
        || chosen.retryMode().isPresent()
        || chosen.retryPolicy().isPresent();
  }
}
