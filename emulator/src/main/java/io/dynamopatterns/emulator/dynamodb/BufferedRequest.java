package io.dynamopatterns.emulator.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Request;

/** A request whose body was read: it is handed on with that body, or with another. */
final class BufferedRequest extends Request.Wrapper {
  private final Content.Source content;
  private final int length;

  BufferedRequest(Request request, byte[] body) {
    super(request);
    content = new ByteBufferContentSource(ByteBuffer.wrap(body));
    length = body.length;
  }

  static byte[] bodyOf(Request request) throws IOException {
    try (InputStream content = Content.Source.asInputStream(request)) {
      return content.readAllBytes();
    }
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public Content.Chunk read() {
    return content.read();
  }

  @Override
  public void demand(Runnable callback) {
    content.demand(callback);
  }

  @Override
  public void fail(Throwable failure) {
    content.fail(failure);
  }
}
