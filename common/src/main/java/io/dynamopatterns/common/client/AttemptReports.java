package io.dynamopatterns.common.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Reports each attempt of a call to the listener that its request names. The SDK's exceptions are
 * those of the last attempt only, and they lose the reason for throttling if the time for the call
 * runs out in a pause. The SDK's metrics have all attempts, but to collect them takes a tenth of
 * the CPU of a write.
 */
public final class AttemptReports implements ExecutionInterceptor {
  /**
   * Set on a request. The SDK refuses two attributes of one name. Class loaders that each have this
   * class can share one SDK, as in the local fleet, so the name contains the loader.
   */
  public static final ExecutionAttribute<Listener> LISTENER =
      new ExecutionAttribute<>(
          "AttemptReports-" + System.identityHashCode(AttemptReports.class.getClassLoader()));

  private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([A-Za-z]+)\"");
  private static final Pattern TYPE =
      Pattern.compile("\"__type\"\\s*:\\s*\"(?:[^\"#]*#)?([A-Za-z]+)\"");

  /** Receives the reports of one call's attempts, in the thread that makes the call. */
  public interface Listener {
    /** An attempt is sent. */
    void sent();

    /**
     * The attempt that was sent last has failed by an answer.
     *
     * @param status the answer's HTTP status
     * @param throttled whether the SDK takes the answer for throttling
     * @param reasons DynamoDB's reasons for throttling, if it gave any
     */
    void refused(int status, boolean throttled, List<String> reasons);
  }

  /** Whether calls of this client are reported; false where the client does not say it. */
  public static boolean areMadeBy(DynamoDbClient client) {
    return Interceptors.include(AttemptReports.class, client, false);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Listener listener = attributes.getAttribute(LISTENER);
    if (listener != null) {
      listener.sent();
    }
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Listener listener = attributes.getAttribute(LISTENER);
    if (listener == null || context.httpResponse().isSuccessful()) {
      return context.responseBody();
    }
    int status = context.httpResponse().statusCode();
    if (context.responseBody().isEmpty()) {
      listener.refused(status, isThrottling(status, ""), List.of());
      return context.responseBody();
    }
    byte[] body;
    try (InputStream content = context.responseBody().get()) {
      body = content.readAllBytes();
    } catch (IOException e) {
      // As the SDK's own readers do: the attempt may be repeated.
      throw SdkClientException.create("the answer could not be read: " + e.getMessage(), e);
    }
    String text = new String(body, StandardCharsets.UTF_8);
    listener.refused(
        status,
        isThrottling(status, text),
        REASON.matcher(text).results().map((MatchResult found) -> found.group(1)).toList());
    return Optional.of(new ByteArrayInputStream(body));
  }

  private static boolean isThrottling(int status, String body) {
    Matcher type = TYPE.matcher(body);
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(type.find() ? type.group(1) : "").build())
        .build()
        .isThrottlingException();
  }
}
