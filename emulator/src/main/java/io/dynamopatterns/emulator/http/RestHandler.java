package io.dynamopatterns.emulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.InputStream;
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
public abstract class RestHandler extends Handler.Abstract {
  protected abstract HttpAnswer answer(RestRequest request) throws Exception;

  /** The service's form of an error. */
  protected HttpAnswer error(RestRequest request, ApiException e) {
    return HttpAnswer.json(
            e.status(), JsonNodeFactory.instance.objectNode().put("message", e.getMessage()))
        .with("X-Amzn-ErrorType", e.type());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RestRequest read = read(request);
    HttpAnswer answer;
    try {
      answer = answer(read);
    } catch (ApiException e) {
      answer = error(read, e);
    }
    return answer.send(response, callback);
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
