package io.dynamopatterns.common.priming;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The transport of the SDK's clients in a dry run: the one that functions have, so that it is
 * primed, too, on connections that lead nowhere ({@link MemoryConnection}).
 */
final class MemoryHttpClient implements SdkHttpClient {
  private final MemoryTables tables = new MemoryTables();
  private final SdkHttpClient transport =
      UrlConnectionHttpClient.create(uri -> new MemoryConnection(uri, tables));

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return transport.prepareRequest(request);
  }

  @Override
  public void close() {
    transport.close();
  }
}
