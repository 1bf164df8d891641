package io.dynamopatterns.mapping.function;

import com.google.common.reflect.TypeToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;

/**
 * Calls a Lambda handler object of any class loader, JSON in and JSON out, with the serialisation
 * of AWS's own Java runtime.
 */
public final class Handler implements Closeable {
  private static final String REQUEST_HANDLER =
      "com.amazonaws.services.lambda.runtime.RequestHandler";
  private static final String STREAM_HANDLER =
      "com.amazonaws.services.lambda.runtime.RequestStreamHandler";
  public static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

  /** Turns bytes into an answer's bytes; what differs between the two kinds of handlers. */
  private interface Call {
    void run(byte[] event, Object context, OutputStream answer) throws ReflectiveOperationException;
  }

  private final Object handler;
  private final Call call;

  private Handler(Object handler, Call call) {
    this.handler = handler;
    this.call = call;
  }

  public static Handler of(Object handler) throws ReflectiveOperationException {
    ClassLoader loader = handler.getClass().getClassLoader();
    Class<?> context = loader.loadClass(CONTEXT);
    Class<?> requests = loader.loadClass(REQUEST_HANDLER);
    if (requests.isInstance(handler)) {
      return new Handler(handler, requestCall(handler, requests, context));
    }
    Class<?> streams = loader.loadClass(STREAM_HANDLER);
    if (streams.isInstance(handler)) {
      return new Handler(handler, streamCall(handler, streams, context));
    }
    throw new ClassNotFoundException(
        handler.getClass().getName() + " is neither a RequestHandler nor a RequestStreamHandler");
  }

  /**
   * Throws what the handler throws.
   *
   * @param function what the context says
   * @param timeout what the context says that remains; the call is not cut off
   */
  public byte[] call(byte[] event, String requestId, FunctionIdentity function, Duration timeout)
      throws Throwable {
    ClassLoader loader = handler.getClass().getClassLoader();
    Object context = LambdaContext.create(loader, requestId, function, timeout);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      call.run(event, context, answer);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    return answer.toByteArray();
  }

  @Override
  public void close() throws IOException {
    if (handler instanceof Closeable closeable) {
      closeable.close();
    }
  }

  private static Call streamCall(Object handler, Class<?> streams, Class<?> context)
      throws NoSuchMethodException {
    Method method =
        streams.getMethod("handleRequest", InputStream.class, OutputStream.class, context);
    return (event, lambda, answer) ->
        method.invoke(handler, new ByteArrayInputStream(event), answer, lambda);
  }

  private static Call requestCall(Object handler, Class<?> requests, Class<?> context)
      throws ReflectiveOperationException {
    Method method = requests.getMethod("handleRequest", Object.class, context);
    TypeToken<?> type = TypeToken.of(handler.getClass());
    Serialisation serialisation =
        handler.getClass().getClassLoader() instanceof Serialisation.Owner owner
            ? owner.serialisation()
            : Serialisation.OF_CLASS_PATH;
    Serialisation.Form input =
        serialisation.of(type.resolveType(requests.getTypeParameters()[0]).getType());
    Serialisation.Form output =
        serialisation.of(type.resolveType(requests.getTypeParameters()[1]).getType());
    return (event, lambda, answer) -> {
      Object request = input.read(event);
      Object result = method.invoke(handler, request, lambda);
      if (result != null) {
        output.write(result, answer);
      }
    };
  }
}
