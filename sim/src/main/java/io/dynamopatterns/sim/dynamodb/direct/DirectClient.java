package io.dynamopatterns.sim.dynamodb.direct;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.Wire;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollector;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * A client of the SDK's interface that hands requests to a wire itself. It retries by the SDK's own
 * strategy, throws the SDK's exceptions, and publishes of each attempt what functions look at: its
 * status, and whether it was throttled.
 */
public final class DirectClient implements InvocationHandler {
  private static final int OK = 200;

  private final Wire wire;
  private final RetryStrategy retries;
  private final ServiceErrors errors;
  private final Map<Method, Method> builders = new ConcurrentHashMap<>();

  private DirectClient(Wire wire, RetryStrategy retries, ServiceErrors errors) {
    this.wire = wire;
    this.retries = retries;
    this.errors = errors;
  }

  /**
   * @param client the interface of the service's client
   * @param base the exception that all of the service's exceptions extend
   */
  public static <C extends SdkClient> C of(
      Class<C> client,
      Class<? extends AwsServiceException> base,
      Wire wire,
      RetryStrategy retries) {
    DirectClient handler =
        new DirectClient(
            wire, retries, new ServiceErrors(client.getSimpleName().replace("Client", ""), base));
    return client.cast(
        Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client}, handler));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    return AwsResponse.class.isAssignableFrom(method.getReturnType())
            && arguments[0] instanceof AwsRequest request
        ? send(method, request)
        : InvocationHandler.invokeDefault(proxy, method, arguments);
  }

  private Object send(Method method, AwsRequest request) {
    String operation =
        Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1);
    List<MetricPublisher> publishers =
        request
            .overrideConfiguration()
            .map(RequestOverrideConfiguration::metricPublishers)
            .orElse(List.of());
    MetricCollector call = MetricCollector.create("ApiCall");
    try {
      return PojoReader.read(
          attempts(operation, PojoWriter.write(request), call).body(), builder(method));
    } finally {
      publishers.forEach(publisher -> publisher.publish(call.collect()));
    }
  }

  private WireAnswer attempts(String operation, ObjectNode request, MetricCollector call) {
    RetryToken token = retries.acquireInitialToken(AcquireInitialTokenRequest.create("")).token();
    while (true) {
      try {
        return attempt(operation, request, call.createChild("ApiCallAttempt"));
      } catch (SdkException failure) {
        token = next(token, failure);
      }
    }
  }

  /**
   * @throws SdkException the failure, if it was the last attempt
   */
  private RetryToken next(RetryToken token, SdkException failure) {
    try {
      return retries
          .refreshRetryToken(
              RefreshRetryTokenRequest.builder().token(token).failure(failure).build())
          .token();
    } catch (TokenAcquisitionFailedException e) {
      throw failure;
    }
  }

  private WireAnswer attempt(String operation, ObjectNode request, MetricCollector metrics) {
    WireAnswer answer;
    try {
      answer = wire.send(operation, request);
    } catch (IOException e) {
      throw SdkClientException.create("Unable to execute HTTP request: " + e.getMessage(), e);
    }
    metrics.reportMetric(HttpMetric.HTTP_STATUS_CODE, answer.status());
    if (answer.status() == OK) {
      return answer;
    }
    AwsServiceException error = errors.of(answer);
    if (error.isThrottlingException()) {
      metrics.reportMetric(CoreMetric.ERROR_TYPE, "Throttling");
    }
    throw error;
  }

  /** A builder of what the method returns. */
  private SdkPojo builder(Method method) {
    try {
      return (SdkPojo) builders.computeIfAbsent(method, DirectClient::builderMethod).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method builderMethod(Method method) {
    try {
      return method.getReturnType().getMethod("builder");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
