package io.dynamopatterns.common.client;

import io.dynamopatterns.common.settings.Variables;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Settings of every client of the AWS SDK that Micronaut makes: three attempts in all. DynamoDB's
 * default of nine, with delays of up to 20 s, would outlast a Lambda run under throttling. A
 * DynamoDB client also reports its attempts ({@link AttemptReports}), and requests with items are
 * written by {@link ItemRequests}. Where the function's environment has {@code WRITE_REGION}, a
 * client of another Region only reads ({@link WriteRegion}).
 *
 * <p>For other settings of one client, write a {@code BeanCreatedEventListener} of its builder.
 */
@Singleton
public final class ClientSettings implements BeanCreatedEventListener<SdkClientBuilder<?, ?>> {
  private final Optional<WriteRegion> writeRegion;

  ClientSettings(Variables variables) {
    this.writeRegion = WriteRegion.of(variables);
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

  /** Applies these settings to a client that Micronaut does not make. */
  public static <B extends SdkClientBuilder<?, ?>> B apply(B builder) {
    ClientOverrideConfiguration.Builder settings =
        builder.overrideConfiguration().toBuilder().retryStrategy(RetryMode.STANDARD);
    if (builder instanceof DynamoDbClientBuilder) {
      settings.addExecutionInterceptor(new AttemptReports());
      settings.addExecutionInterceptor(new ItemRequests());
    }
    builder.overrideConfiguration(settings.build());
    return builder;
  }
}
