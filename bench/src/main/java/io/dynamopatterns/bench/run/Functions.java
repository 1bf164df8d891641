package io.dynamopatterns.bench.run;

import io.dynamopatterns.common.invocation.PatternHandler;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Starts the functions as Lambda does, with clients that are given. */
public final class Functions {
  private Functions() {}

  public static <H> H start(
      Supplier<H> handler, Map<String, String> environment, TransportClients clients) {
    Map<String, Object> variables = new HashMap<>(environment);
    variables.put("AWS_REGION", "us-east-1");
    variables.put("AWS_ACCESS_KEY_ID", "key");
    variables.put("AWS_SECRET_ACCESS_KEY", "secret");
    return PatternHandler.with(
        PatternHandler.contextBuilder()
            .environmentPropertySource(false)
            .beanDefinitions(
                RuntimeBeanDefinition.builder(DynamoDbClient.class, clients::dynamoDb)
                    .singleton(true)
                    .replaces(DynamoDbClient.class)
                    .build(),
                RuntimeBeanDefinition.builder(SqsClient.class, clients::sqs)
                    .singleton(true)
                    .replaces(SqsClient.class)
                    .build())
            .propertySources(
                PropertySource.of(
                    "env",
                    variables,
                    PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE,
                    PropertySource.Origin.of("bench"))),
        handler);
  }
}
