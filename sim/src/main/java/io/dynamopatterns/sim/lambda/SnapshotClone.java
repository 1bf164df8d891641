package io.dynamopatterns.sim.lambda;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Functions that are restored from one snapshot: each begins with all that the same objects had in
 * memory. Clients are shared, as a connection is made anew after a restore.
 */
public final class SnapshotClone {
  private static final String OURS = "io.dynamopatterns.";

  private final Map<Object, Object> copies = new IdentityHashMap<>();

  private SnapshotClone() {}

  /** A copy of an object and of all that it has which is the project's own. */
  @SuppressWarnings("unchecked")
  public static <T> T restored(T object) {
    return (T) new SnapshotClone().copy(object);
  }

  private Object copy(Object object) {
    if (object instanceof LinkedHashMap<?, ?> map) {
      return map.clone();
    }
    if (object instanceof ConcurrentHashMap.KeySetView<?, ?> set) {
      Set<Object> copy = ConcurrentHashMap.newKeySet();
      copy.addAll(set);
      return copy;
    }
    if (object instanceof ConcurrentLinkedDeque<?> deque) {
      ConcurrentLinkedDeque<Object> copy = new ConcurrentLinkedDeque<>();
      ((Collection<?>) deque).forEach(element -> copy.add(copy(element)));
      return copy;
    }
    return object == null || !isOurs(object.getClass()) ? object : known(object);
  }

  private Object known(Object object) {
    Object known = copies.get(object);
    return known == null ? fieldsOf(object) : known;
  }

  /** Records and what is made of lambdas do not change. Time is the same for all. */
  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(OURS)
        && !Clock.class.isAssignableFrom(type)
        && !type.isRecord()
        && !type.isHidden()
        && !type.isEnum()
        && !type.isArray();
  }

  /**
   * An object whose constructor has not run. The compiler warns of the JDK's way to make one, and a
   * warning ends the build.
   */
  private static Object unwritten(Class<?> type) throws ReflectiveOperationException {
    Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
    Object instance = factory.getMethod("getReflectionFactory").invoke(null);
    Constructor<?> plain =
        (Constructor<?>)
            factory
                .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                .invoke(instance, type, Object.class.getDeclaredConstructor());
    return plain.newInstance();
  }

  private Object fieldsOf(Object object) {
    try {
      Object copy = unwritten(object.getClass());
      copies.put(object, copy);
      for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            field.set(copy, copy(field.get(object)));
          }
        }
      }
      return copy;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
