package io.dynamopatterns.emulator.url;

import io.dynamopatterns.emulator.http.HttpAnswer;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Reads a request up to Lambda's limit and sends what is answered. */
final class HttpHandler extends Handler.Abstract {
  /** Lambda's limit of a synchronous call. */
  private static final int MAX_BYTES = 6 * 1024 * 1024;

  /** Answers a request. */
  @FunctionalInterface
  interface Answers {
    HttpAnswer of(Request request, byte[] body);
  }

  private final Answers answers;

  HttpHandler(Answers answers) {
    this.answers = answers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    byte[] body;
    try (InputStream content = Content.Source.asInputStream(request)) {
      body = content.readNBytes(MAX_BYTES + 1);
    }
    HttpAnswer answer =
        body.length > MAX_BYTES ? FunctionAnswers.tooLarge() : answers.of(request, body);
    return answer.send(response, callback);
  }
}
