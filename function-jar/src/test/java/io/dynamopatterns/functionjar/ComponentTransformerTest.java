package io.dynamopatterns.functionjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.ArtifactHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentTransformerTest {
  /** Has no say about jars without a classifier. */
  private static final ArtifactHandler HANDLER =
      (ArtifactHandler)
          Proxy.newProxyInstance(
              ArtifactHandler.class.getClassLoader(),
              new Class<?>[] {ArtifactHandler.class},
              (proxy, method, arguments) -> null);

  @TempDir private Path directory;

  private final Set<Artifact> components = new LinkedHashSet<>();

  @Test
  void eachComponentKeepsItsOwnTextsAlthoughTheirNamesAreEqual() throws IOException {
    component("org.a", "first", Map.of("META-INF/LICENSE.txt", "MIT", "META-INF/NOTICE", "by A"));
    component("org.b", "second", Map.of("META-INF/LICENSE.txt", "BSD"));

    Map<String, String> jar = shaded(Map.of());

    assertThat(jar)
        .containsEntry("META-INF/licenses/org.a.first/LICENSE.txt", "MIT")
        .containsEntry("META-INF/licenses/org.a.first/NOTICE", "by A")
        .containsEntry("META-INF/licenses/org.b.second/LICENSE.txt", "BSD");
  }

  @Test
  void equalTextsAreStoredOnceAndListedForEachComponent() throws IOException {
    component("org.b", "second", Map.of("META-INF/LICENSE", "MIT"));
    component("org.a", "first", Map.of("LICENCE.md", "MIT", "COPYING", "MIT"));
    component("org.c", "third", Map.of());
    component("org.d", "fourth", Map.of("META-INF/LICENSE", "ours"));

    Map<String, String> jar = shaded(Map.of("META-INF/LICENSE", "ours"));

    assertThat(jar.values()).containsOnlyOnce("MIT").containsOnlyOnce("ours");
    assertThat(jar.get("META-INF/licenses/COMPONENTS"))
        .endsWith(
            """

            org.a:first:1.0
              META-INF/licenses/org.a.first/COPYING
            org.b:second:1.0
              META-INF/licenses/org.a.first/COPYING
            org.c:third:1.0
            org.d:fourth:1.0
              META-INF/LICENSE
            """);
  }

  @Test
  void theTextsOfTheFunctionItselfKeepTheirNames() throws IOException {
    component("org.a", "first", Map.of("META-INF/LICENSE", "MIT"));

    Map<String, String> jar = shaded(Map.of("META-INF/LICENSE", "ours", "META-INF/NOTICE", "us"));

    assertThat(jar)
        .containsEntry("META-INF/LICENSE", "ours")
        .containsEntry("META-INF/NOTICE", "us")
        .containsEntry("META-INF/licenses/org.a.first/LICENSE", "MIT");
  }

  @Test
  void aComponentWithoutItsMavenPropertiesGetsThem() throws IOException {
    String itsOwn = "META-INF/maven/org.a/first/pom.properties";
    component("org.a", "first", Map.of(itsOwn, "written by Maven"));
    component("org.b", "second", Map.of());

    Map<String, String> jar = shaded(Map.of());

    assertThat(jar)
        .doesNotContainKey(itsOwn)
        .containsEntry(
            "META-INF/maven/org.b/second/pom.properties",
            "artifactId=second\ngroupId=org.b\nversion=1.0\n");
  }

  @Test
  void thePlainMergeKeepsEverythingButLegalFilesAtTheTop() {
    ComponentTransformer transformer = new ComponentTransformer();

    assertThat(
            List.of(
                "LICENSE",
                "META-INF/LICENSE",
                "META-INF/LICENSE.txt",
                "META-INF/NOTICE.md",
                "META-INF/FastDoubleParser-LICENSE",
                "META-INF/COPYING"))
        .allMatch(transformer::canTransformResource);
    assertThat(
            List.of(
                "META-INF/services/com.example.LicenseService",
                "META-INF/maven/org.a/first/pom.properties",
                "com/example/Notice.class",
                "Notice.class",
                "META-INF/MANIFEST.MF"))
        .noneMatch(transformer::canTransformResource);
  }

  private void component(String group, String name, Map<String, String> files) throws IOException {
    components.add(artifact(group, name, files));
  }

  /** What the transformer adds to a jar. */
  private Map<String, String> shaded(Map<String, String> own) throws IOException {
    Map<String, String> files = new LinkedHashMap<>(own);
    files.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
    ComponentTransformer transformer =
        new ComponentTransformer(artifact("com.example", "function", files), components);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      transformer.modifyOutputStream(jar);
    }
    Map<String, String> written = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        written.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return written;
  }

  private Artifact artifact(String group, String name, Map<String, String> files)
      throws IOException {
    Path file = directory.resolve(name + ".jar");
    try (OutputStream output = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(output)) {
      zip.putNextEntry(new ZipEntry("any.txt"));
      for (Map.Entry<String, String> entry : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    Artifact artifact = new DefaultArtifact(group, name, "1.0", "compile", "jar", null, HANDLER);
    artifact.setFile(file.toFile());
    return artifact;
  }
}
