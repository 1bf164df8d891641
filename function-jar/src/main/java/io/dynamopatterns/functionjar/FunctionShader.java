package io.dynamopatterns.functionjar;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.shade.DefaultShader;
import org.apache.maven.plugins.shade.ShadeRequest;
import org.apache.maven.plugins.shade.Shader;
import org.apache.maven.plugins.shade.filter.Filter;

/**
 * Makes the jar as the shade plugin does, without the parts of AWS's libraries that nothing in it
 * uses ({@link Pruning}).
 */
public class FunctionShader implements Shader {
  private final Shader shader = new DefaultShader();

  @Override
  public void shade(ShadeRequest request) throws IOException, MojoExecutionException {
    Pruning pruning = Pruning.of(JarClasses.read(request.getJars(), request.getFilters()));
    Files.createDirectories(request.getUberJar().toPath().toAbsolutePath().getParent());
    Path changed =
        Files.createTempFile(
            request.getUberJar().toPath().toAbsolutePath().getParent(), "changed-classes", ".jar");
    try {
      pruning.writeChanged(changed);
      Set<File> jars = new LinkedHashSet<>(request.getJars());
      jars.add(changed.toFile());
      List<Filter> filters = new ArrayList<>(request.getFilters());
      filters.add(new Originals(pruning, changed.toFile()));
      request.setJars(jars);
      request.setFilters(filters);
      shader.shade(request);
    } finally {
      Files.delete(changed);
    }
  }

  /** Leaves out what is not kept, and of what is changed all but the changed class. */
  private record Originals(Pruning pruning, File changed) implements Filter {
    @Override
    public boolean canFilter(File jar) {
      return !jar.equals(changed);
    }

    @Override
    public boolean isFiltered(String entry) {
      return pruning.isRemoved(entry) || pruning.isChanged(entry);
    }

    @Override
    public void finished() {
      // Nothing is counted.
    }
  }
}
