package io.dynamopatterns.common.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class AttemptReportsTest {
  private static final String NAME = AttemptReports.class.getName();

  @Test
  void twoClassLoadersOverOneSdkEachHaveTheirAttribute() throws Exception {
    Object first = AttemptReports.LISTENER;

    Object second = Class.forName(NAME, true, new Loader()).getField("LISTENER").get(null);

    assertThat(second).isNotSameAs(first);
  }

  /** Defines the class anew and takes everything else, the SDK included, from its parent. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(AttemptReportsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(NAME)) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(NAME.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
