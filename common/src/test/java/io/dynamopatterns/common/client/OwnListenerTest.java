package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a team's own beans can do to the settings of a client. */
class OwnListenerTest {
  private static final Map<String, AttributeValue> KEY = Map.of("pk", AttributeValue.fromS("p"));
  private static final Duration TIMEOUT = Duration.ofSeconds(7);

  private static DynamoDbClientBuilder replaced(DynamoDbClientBuilder builder) {
    return builder.overrideConfiguration(settings -> settings.apiCallTimeout(TIMEOUT));
  }

  @Singleton
  @Order(-1000)
  @Requires(property = "team", value = "first")
  static final class First implements BeanCreatedEventListener<DynamoDbClientBuilder> {
    @Override
    public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
      return replaced(event.getBean());
    }
  }

  @Singleton
  @Requires(property = "team", value = "anywhere")
  static final class Anywhere implements BeanCreatedEventListener<SdkClientBuilder<?, ?>> {
    @Override
    public SdkClientBuilder<?, ?> onCreated(BeanCreatedEvent<SdkClientBuilder<?, ?>> event) {
      return replaced((DynamoDbClientBuilder) event.getBean());
    }
  }

  @Singleton
  @Order(1000)
  @Requires(property = "team", value = "last")
  static final class Last implements BeanCreatedEventListener<DynamoDbClientBuilder> {
    @Override
    public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
      return replaced(event.getBean());
    }
  }

  @Singleton
  @Requires(property = "team", value = "retries")
  static final class Retries implements BeanCreatedEventListener<DynamoDbClientBuilder> {
    @Override
    public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
      return event
          .getBean()
          .overrideConfiguration(
              settings -> settings.retryStrategy(retries -> retries.maxAttempts(5)));
    }
  }

  /** Adds a prefix to the names of tables, as an interceptor of a team may. */
  @Singleton
  @Requires(property = "team", value = "prefix")
  static final class Prefix
      implements BeanCreatedEventListener<DynamoDbClientBuilder>, ExecutionInterceptor {
    @Override
    public DynamoDbClientBuilder onCreated(BeanCreatedEvent<DynamoDbClientBuilder> event) {
      return event
          .getBean()
          .overrideConfiguration(settings -> settings.addExecutionInterceptor(this));
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      return context.request();
    }
  }

  @Factory
  @Requires(property = "team", value = "factory")
  static final class ClientOfItsOwn {
    @Singleton
    @Replaces(DynamoDbClient.class)
    DynamoDbClient client(DynamoDbClientBuilder builder) {
      return replaced(builder).build();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "anywhere", "last"})
  void aListenerThatReplacesTheSettingsOfAClientRemovesNoneOfOurs(String order) {
    try (ApplicationContext context = context(order, "eu-central-1")) {
      ClientOverrideConfiguration settings = settings(context);

      assertThat(settings.apiCallTimeout()).contains(TIMEOUT);
      assertThat(settings.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(3);
      assertThat(settings.executionInterceptors())
          .hasAtLeastOneElementOfType(AttemptReports.class)
          .hasAtLeastOneElementOfType(ItemRequests.class);
      assertThatThrownBy(() -> put(context))
          .isInstanceOf(WriteRegionException.class)
          .hasMessageStartingWith("PutItem in Region eu-west-1 was not sent");
    }
  }

  @Test
  void aClientKeepsTheRetriesThatAListenerChooses() {
    try (ApplicationContext context = context("retries", "")) {
      assertThat(settings(context).retryStrategy().orElseThrow().maxAttempts()).isEqualTo(5);
    }
  }

  @Test
  void anInterceptorOfAListenerChangesRequestsBeforeTheyAreWritten() {
    try (ApplicationContext context = context("prefix", "")) {
      List<Class<?>> order =
          settings(context).executionInterceptors().stream()
              .<Class<?>>map(Object::getClass)
              .filter(each -> List.of(Prefix.class, ItemRequests.class).contains(each))
              .toList();

      assertThat(order).containsExactly(Prefix.class, ItemRequests.class);
    }
  }

  @Test
  void settingsThatAreAppliedAgainAreThereOnceAndAfterTheOthers() {
    DynamoDbClientBuilder builder = ClientSettings.apply(DynamoDbClient.builder());
    ExecutionInterceptor other = new ExecutionInterceptor() {};
    builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder().addExecutionInterceptor(other).build());

    ClientSettings.apply(builder);

    assertThat(builder.overrideConfiguration().executionInterceptors())
        .satisfiesExactly(
            first -> assertThat(first).isSameAs(other),
            second -> assertThat(second).isInstanceOf(AttemptReports.class),
            third -> assertThat(third).isInstanceOf(ItemRequests.class));
  }

  @Test
  void aClientBeanThatLostTheCheckOfTheWriteRegionEndsTheStart() {
    try (ApplicationContext context = context("factory", "eu-central-1")) {
      assertThatThrownBy(() -> context.getBean(DynamoDbClient.class))
          .hasStackTraceContaining("is without the check of environment variable WRITE_REGION")
          .hasStackTraceContaining("ClientOfItsOwn");
    }
  }

  @Test
  void withoutAWriteRegionAClientBeanMayHaveAnySettings() {
    try (ApplicationContext context = context("factory", "")) {
      assertThat(settings(context).apiCallTimeout()).contains(TIMEOUT);
    }
  }

  private static ApplicationContext context(String team, String writeRegion) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("aws.region", "eu-west-1");
    properties.put("aws.access-key-id", "test");
    properties.put("aws.secret-key", "test");
    properties.put("aws.services.dynamodb.endpoint-override", "http://127.0.0.1:1");
    properties.put("WRITE_REGION", writeRegion);
    properties.put("team", team);
    return ApplicationContext.run(properties);
  }

  private static ClientOverrideConfiguration settings(ApplicationContext context) {
    return context
        .getBean(DynamoDbClient.class)
        .serviceClientConfiguration()
        .overrideConfiguration();
  }

  private static void put(ApplicationContext context) {
    context.getBean(DynamoDbClient.class).putItem(put -> put.tableName("pages").item(KEY));
  }
}
