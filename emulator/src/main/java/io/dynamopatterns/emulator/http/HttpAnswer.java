package io.dynamopatterns.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The answer to an HTTP request, whole. */
public record HttpAnswer(int status, HttpFields headers, byte[] body) {
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, HttpFields.EMPTY, new byte[0]);
  }

  public static HttpAnswer of(int status, String contentType, byte[] body) {
    return new HttpAnswer(status, HttpFields.EMPTY, body)
        .with(HttpHeader.CONTENT_TYPE.asString(), contentType);
  }

  public static HttpAnswer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static HttpAnswer json(int status, JsonNode body) {
    return of(status, "application/json", body.toString());
  }

  /** The same answer with one header more. */
  public HttpAnswer with(String header, String value) {
    return new HttpAnswer(status, HttpFields.build(headers).add(header, value), body);
  }

  /** Sends it. Returns that the request was handled. */
  public boolean send(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().add(headers);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
