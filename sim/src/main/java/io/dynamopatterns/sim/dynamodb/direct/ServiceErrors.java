package io.dynamopatterns.sim.dynamodb.direct;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Refusals as the exceptions that the SDK makes of them. */
final class ServiceErrors {
  private final String service;
  private final Class<? extends AwsServiceException> base;
  private final Map<String, Method> builders = new ConcurrentHashMap<>();

  /**
   * @param base the exception of codes that have no class; the others are in its package
   */
  ServiceErrors(String service, Class<? extends AwsServiceException> base) {
    this.service = service;
    this.base = base;
  }

  AwsServiceException of(WireAnswer answer) {
    ObjectNode body = answer.body();
    String type = body.path("__type").asText();
    String code = type.substring(type.indexOf('#') + 1);
    AwsServiceException.Builder builder = builder(code);
    builder
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(code)
                .errorMessage(body.path("message").asText(body.path("Message").asText()))
                .sdkHttpResponse(SdkHttpResponse.builder().statusCode(answer.status()).build())
                .build())
        .statusCode(answer.status());
    return builder instanceof SdkPojo pojo
        ? (AwsServiceException) PojoReader.read(body, pojo)
        : builder.build();
  }

  private AwsServiceException.Builder builder(String code) {
    try {
      return (AwsServiceException.Builder)
          builders.computeIfAbsent(code, this::builderMethod).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Method builderMethod(String code) {
    String named = base.getPackageName() + "." + code;
    try {
      return classNamed(named.endsWith("Exception") ? named : named + "Exception")
          .getMethod("builder");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private Class<?> classNamed(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      return base;
    }
  }
}
