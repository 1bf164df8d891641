package io.dynamopatterns.common.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the reasons that DynamoDB gives for throttling an attempt. The SDK retries a throttled
 * attempt after a pause. If the time for the call runs out in the pause, the SDK's exception has
 * lost the reason.
 */
public final class ThrottlingReasons implements ExecutionInterceptor {
  /**
   * Set on a request: the reasons of its last throttled attempt are put here. The SDK refuses two
   * attributes of one name. Class loaders that each have this class can share one SDK, as in the
   * local fleet, so the name contains the loader.
   */
  public static final ExecutionAttribute<Collection<String>> KEPT_IN =
      new ExecutionAttribute<>(
          "ThrottlingReasons-" + System.identityHashCode(ThrottlingReasons.class.getClassLoader()));

  private static final Pattern REASON = Pattern.compile("\"reason\"\\s*:\\s*\"([A-Za-z]+)\"");

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Collection<String> kept = attributes.getAttribute(KEPT_IN);
    if (kept == null || context.httpResponse().isSuccessful() || context.responseBody().isEmpty()) {
      return context.responseBody();
    }
    byte[] body;
    try (InputStream content = context.responseBody().get()) {
      body = content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> reasons =
        REASON
            .matcher(new String(body, StandardCharsets.UTF_8))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    if (!reasons.isEmpty()) {
      kept.clear();
      kept.addAll(reasons);
    }
    return Optional.of(new ByteArrayInputStream(body));
  }
}
