package io.dynamopatterns.common.client;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Timeouts that fit calls to DynamoDB from a Lambda function. The client's own defaults would let
 * one lost answer take up half a minute of a run.
 */
@Singleton
class UrlConnectionSettings implements BeanCreatedEventListener<UrlConnectionHttpClient.Builder> {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(5);

  static {
    // HttpURLConnection repeats a POST on its own when a kept-alive connection breaks. Only the SDK
    // may send again: it counts its attempts, and by that number a lost answer is found.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  @Override
  public UrlConnectionHttpClient.Builder onCreated(
      BeanCreatedEvent<UrlConnectionHttpClient.Builder> event) {
    return event.getBean().connectionTimeout(CONNECT).socketTimeout(READ);
  }
}
