package io.dynamopatterns.common.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceIndexTest {
  @TempDir private Path directory;

  @Test
  void aServiceHasWhatTheListNamesWithoutClassesThatDoNotLoad() throws Exception {
    Files.createDirectories(directory.resolve("META-INF"));
    Files.writeString(
        directory.resolve("META-INF/micronaut.index"),
        """
        a.Service
          java.lang.StringBuilder
          absent.Provider
          %s
          java.util.ArrayList
        an.EmptyService
        """
            .formatted(NeedsWhatIsAbsent.class.getName()));

    Map<String, StaticServiceLoader<?>> services = index();

    assertThat(services).containsOnlyKeys("a.Service", "an.EmptyService");
    assertThat(services.get("a.Service").load(null))
        .extracting(Object::getClass)
        .extracting(Class::getSimpleName)
        .containsExactly("StringBuilder", "ArrayList");
    assertThat(services.get("a.Service").load(service -> service instanceof Iterable)).hasSize(1);
    assertThat(services.get("a.Service").findAll(name -> name.endsWith("Builder"))).hasSize(1);
    assertThat(services.get("an.EmptyService").load(null)).isEmpty();
  }

  @Test
  void withoutAListMicronautLooksItself() throws Exception {
    assertThat(index()).isEmpty();
  }

  /** What the class gives that a class loader with the directory has. */
  private Map<String, StaticServiceLoader<?>> index() throws Exception {
    try (URLClassLoader loader = new OwnIndex(directory.toUri().toURL())) {
      StaticOptimizations.Loader<?> index =
          (StaticOptimizations.Loader<?>)
              loader.loadClass(ServiceIndex.class.getName()).getConstructor().newInstance();
      return ((SoftServiceLoader.Optimizations) index.load()).getServiceLoaders();
    }
  }

  /** A provider of an optional library. */
  public static final class NeedsWhatIsAbsent {
    public NeedsWhatIsAbsent() {
      throw new NoClassDefFoundError("absent/Library");
    }
  }

  /** Loads the class anew, beside the directory. */
  private static final class OwnIndex extends URLClassLoader {
    OwnIndex(URL directory) {
      super(new URL[] {directory}, ServiceIndex.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(ServiceIndex.class.getName())
          || name.startsWith(ServiceIndexTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = code.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
