package io.dynamopatterns.processor.kit;

import io.dynamopatterns.emulator.faults.FaultyHttpClient;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client for one process after another: each dies with its own faults, and the next one
 * takes its place below the same SDK clients.
 */
public final class Processes implements SdkHttpClient {
  private volatile FaultyHttpClient current;

  /** A new process begins. */
  public void begin(FaultyHttpClient process) {
    current = process;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return current.prepareRequest(request);
  }

  @Override
  public void close() {
    // The client below is shared.
  }
}
