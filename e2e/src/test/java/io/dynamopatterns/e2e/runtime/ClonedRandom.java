package io.dynamopatterns.e2e.runtime;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandomSpi;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes two processes that start alike copies of one snapshot, as far as random numbers go: until
 * the restore all processes draw the same, and after it each its own, as Lambda promises for {@code
 * SecureRandom}. So what was drawn before the snapshot is equal in both. Other generators of the
 * JDK differ in the two processes, though a snapshot copies them: common's {@code
 * SnapshotRandomTest} keeps them out of functions.
 *
 * <p>The function's JVM loads this class itself, by the settings that it is given.
 */
public final class ClonedRandom extends Provider {
  private static final long serialVersionUID = 1L;

  /** The system property that names a file, which exists from the restore on. */
  private static final String RESTORED = "clone.restored";

  /** For the JDK, which finds it by name. */
  public ClonedRandom() {
    super("ClonedRandom", "1", "equal until the restore");
    put("SecureRandom.Cloned", Source.class.getName());
  }

  /**
   * The variables of a process with this source of random numbers.
   *
   * @param directory for its files
   * @param restored the file that is made before the process is restored
   */
  static Map<String, String> variables(Path directory, Path restored) throws IOException {
    Path classes = directory.resolve("classes");
    for (Class<?> type : List.of(ClonedRandom.class, Source.class)) {
      String file = type.getName().replace('.', '/') + ".class";
      Files.createDirectories(classes.resolve(file).getParent());
      try (InputStream code = type.getResourceAsStream("/" + file)) {
        Files.write(classes.resolve(file), code.readAllBytes());
      }
    }
    Path providers = directory.resolve("java.security");
    Files.writeString(
        providers,
        """
        security.provider.1=%s
        security.provider.2=SUN
        security.provider.3=SunRsaSign
        security.provider.4=SunEC
        security.provider.5=SunJSSE
        security.provider.6=SunJCE
        """
            .formatted(ClonedRandom.class.getName()));
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Xbootclasspath/a:%s -Djava.security.properties=%s -D%s=%s"
            .formatted(classes, providers, RESTORED, restored));
  }

  /** The numbers. */
  public static final class Source extends SecureRandomSpi {
    private static final long serialVersionUID = 1L;
    private static final Path FILE = Path.of(System.getProperty(RESTORED, ""));

    @Override
    protected void engineSetSeed(byte[] seed) {
      // Its numbers depend on no seed.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
      if (!Files.exists(FILE)) {
        Arrays.fill(bytes, (byte) 1);
        return;
      }
      try (InputStream random = new FileInputStream("/dev/urandom")) {
        random.readNBytes(bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected byte[] engineGenerateSeed(int length) {
      byte[] seed = new byte[length];
      engineNextBytes(seed);
      return seed;
    }
  }
}
