package io.dynamopatterns.functionjar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugins.shade.relocation.Relocator;
import org.apache.maven.plugins.shade.resource.ReproducibleResourceTransformer;

/**
 * Writes into a shaded jar what its components are, so that scanners and auditors can read it
 * there:
 *
 * <ul>
 *   <li>{@code META-INF/maven/GROUP/ARTIFACT/pom.properties} of each component whose own jar has
 *       none. Gradle, which builds Micronaut, writes none.
 *   <li>{@code META-INF/licenses/GROUP.ARTIFACT/}: the licence and notice files of each component.
 *       Most jars have them under the same few names, so a plain merge keeps one of each name.
 *       Equal texts are stored once.
 *   <li>{@code META-INF/licenses/COMPONENTS}: each component with its version and its texts.
 * </ul>
 *
 * <p>The licence and notice of the function itself keep their names.
 */
public class ComponentTransformer implements ReproducibleResourceTransformer {
  private static final String DIRECTORY = "META-INF/licenses/";

  private static final Pattern LEGAL =
      Pattern.compile(
          "(META-INF/)?[^/]*(licen[cs]e|notice|copying)[^/]*", Pattern.CASE_INSENSITIVE);

  /** What is built; set by Maven. */
  private Artifact artifact;

  /** What it is built from; set by Maven. */
  private Set<Artifact> artifacts;

  private final Map<String, String> pathsByText = new HashMap<>();

  /** For Maven, which sets the fields. */
  public ComponentTransformer() {}

  ComponentTransformer(Artifact artifact, Set<Artifact> artifacts) {
    this.artifact = artifact;
    this.artifacts = artifacts;
  }

  /** Takes the legal files out of the plain merge. */
  @Override
  public boolean canTransformResource(String resource) {
    return LEGAL.matcher(resource).matches() && !resource.endsWith(".class");
  }

  /** Reads nothing: here the component of a file is unknown. */
  @Override
  public void processResource(
      String resource, InputStream content, List<Relocator> relocators, long time) {}

  @Override
  @SuppressWarnings("deprecation")
  public void processResource(String resource, InputStream content, List<Relocator> relocators) {}

  @Override
  public boolean hasTransformedResource() {
    return true;
  }

  @Override
  public void modifyOutputStream(JarOutputStream output) throws IOException {
    StringBuilder index =
        new StringBuilder(
            """
            The components of this jar, each with the files of its licence and notices.
            Where no file follows, the component's own jar has none.

            """);
    long time = addOwnTexts(output);
    for (Artifact component : components()) {
      index.append(coordinates(component)).append('\n');
      try (ZipFile jar = new ZipFile(component.getFile())) {
        String properties =
            "META-INF/maven/%s/%s/pom.properties"
                .formatted(component.getGroupId(), component.getArtifactId());
        if (jar.getEntry(properties) == null) {
          add(output, properties, time, properties(component));
        }
        Set<String> paths = new LinkedHashSet<>();
        for (ZipEntry entry : legalFiles(jar)) {
          paths.add(addText(output, component, entry.getName(), time, read(jar, entry)));
        }
        paths.forEach(path -> index.append("  ").append(path).append('\n'));
      }
    }
    add(output, DIRECTORY + "COMPONENTS", time, index.toString());
  }

  /** Returns the time of the function's own files, which a reproducible build fixes. */
  private long addOwnTexts(JarOutputStream output) throws IOException {
    try (ZipFile own = new ZipFile(artifact.getFile())) {
      long time = own.getEntry(JarFile.MANIFEST_NAME).getTime();
      for (ZipEntry entry : legalFiles(own)) {
        String text = read(own, entry);
        add(output, entry.getName(), time, text);
        pathsByText.putIfAbsent(text, entry.getName());
      }
      return time;
    }
  }

  private List<Artifact> components() {
    return artifacts.stream()
        .filter(component -> component.getType().equals("jar"))
        .sorted(Comparator.comparing(ComponentTransformer::coordinates))
        .toList();
  }

  private List<? extends ZipEntry> legalFiles(ZipFile jar) {
    return jar.stream()
        .filter(entry -> canTransformResource(entry.getName()) && !entry.isDirectory())
        .sorted(Comparator.comparing(ZipEntry::getName))
        .toList();
  }

  /** Returns where the text is, which may be an equal one of another component. */
  private String addText(
      JarOutputStream output, Artifact component, String name, long time, String text)
      throws IOException {
    String path = pathsByText.get(text);
    if (path == null) {
      path =
          "%s%s.%s/%s"
              .formatted(
                  DIRECTORY,
                  component.getGroupId(),
                  component.getArtifactId(),
                  name.substring(name.lastIndexOf('/') + 1));
      add(output, path, time, text);
      pathsByText.put(text, path);
    }
    return path;
  }

  private static void add(JarOutputStream output, String path, long time, String text)
      throws IOException {
    ZipEntry entry = new ZipEntry(path);
    entry.setTime(time);
    output.putNextEntry(entry);
    output.write(text.getBytes(StandardCharsets.ISO_8859_1));
    output.closeEntry();
  }

  /** Any bytes, unchanged: a text's character set is unknown. */
  private static String read(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream content = jar.getInputStream(entry)) {
      return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String properties(Artifact component) {
    return "artifactId=%s\ngroupId=%s\nversion=%s\n"
        .formatted(component.getArtifactId(), component.getGroupId(), component.getBaseVersion());
  }

  private static String coordinates(Artifact component) {
    return "%s:%s:%s"
        .formatted(component.getGroupId(), component.getArtifactId(), component.getBaseVersion());
  }
}
