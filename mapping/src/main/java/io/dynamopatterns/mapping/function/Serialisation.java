package io.dynamopatterns.mapping.function;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * AWS's own serialisation of events, in its own class loader. It is made for a process with one
 * function: for the event classes of a second class loader it forgets how members are named.
 */
public final class Serialisation {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.serialization.";

  /** For handlers of the caller's own class path, which all have the same event classes. */
  static final Serialisation OF_CLASS_PATH = new Serialisation();

  /** A class loader whose event classes are not those of the class path. */
  public interface Owner {
    Serialisation serialisation();
  }

  private final Class<?> events;
  private final Class<?> factory;
  private final Method read;
  private final Method write;

  public Serialisation() {
    URL jar = LambdaEventSerializers.class.getProtectionDomain().getCodeSource().getLocation();
    // Stays open as long as the function does: its classes are loaded as they are needed.
    ClassLoader own = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    try {
      events = own.loadClass(PACKAGE + "events.LambdaEventSerializers");
      factory = own.loadClass(PACKAGE + "factories.JacksonFactory");
      Class<?> serializer = own.loadClass(PACKAGE + "PojoSerializer");
      read = serializer.getMethod("fromJson", InputStream.class);
      write = serializer.getMethod("toJson", Object.class, OutputStream.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The serialisation of events is not what it was", e);
    }
  }

  /** How objects of one type are read and written. */
  final class Form {
    private final Object serializer;

    private Form(Object serializer) {
      this.serializer = serializer;
    }

    Object read(byte[] json) throws ReflectiveOperationException {
      return read.invoke(serializer, new ByteArrayInputStream(json));
    }

    void write(Object value, OutputStream json) throws ReflectiveOperationException {
      write.invoke(serializer, value, json);
    }
  }

  /** The form that AWS's runtime chooses for a type. */
  Form of(Type type) throws ReflectiveOperationException {
    try {
      return new Form(
          type instanceof Class<?> eventClass && isEvent(eventClass)
              ? events
                  .getMethod("serializerFor", Class.class, ClassLoader.class)
                  .invoke(null, eventClass, eventClass.getClassLoader())
              : factory
                  .getMethod("getSerializer", Type.class)
                  .invoke(factory.getMethod("getInstance").invoke(null), type));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("No serialisation of " + type, e.getCause());
    }
  }

  private boolean isEvent(Class<?> type) throws ReflectiveOperationException {
    return (boolean)
        events.getMethod("isLambdaSupportedEvent", String.class).invoke(null, type.getName());
  }
}
