package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One service's REST API over HTTP. */
abstract class RestHandler extends Handler.Abstract {
  abstract RestAnswer answer(RestRequest request) throws Exception;

  /** The service's form of an error. */
  RestAnswer error(ApiException e) {
    RestAnswer answer =
        RestAnswer.json(
            e.status(), JsonNodeFactory.instance.objectNode().put("message", e.getMessage()));
    return new RestAnswer(
        answer.status(),
        Map.of("Content-Type", "application/json", "X-Amzn-ErrorType", e.type()),
        answer.body());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RestAnswer answer;
    try {
      answer = answer(read(request));
    } catch (ApiException e) {
      answer = error(e);
    }
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }

  private static RestRequest read(Request request) throws Exception {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach(
            field ->
                headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), field.getValue()));
    try (InputStream body = Content.Source.asInputStream(request)) {
      return new RestRequest(
          request.getMethod(),
          request.getHttpURI().getDecodedPath(),
          query,
          headers,
          body.readAllBytes());
    }
  }
}
