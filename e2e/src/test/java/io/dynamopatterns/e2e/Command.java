package io.dynamopatterns.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end, with what it printed. */
public final class Command {
  /**
   * @param output what it printed on standard output
   * @param errors what it printed on standard error
   */
  public record Result(int exitCode, String output, String errors) {
    /** All it printed, for messages. */
    public String all() {
      return output + errors;
    }
  }

  private final Path directory;
  private final Map<String, String> environment;

  /**
   * @param environment variables beside the inherited ones
   */
  public Command(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = new HashMap<>(environment);
  }

  /** Runs the program, and ends it when it takes longer than the limit. */
  public Result run(Duration limit, List<String> command) {
    try {
      Path output = Files.createTempFile("command", ".out");
      Path errors = Files.createTempFile("command", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
      }
      Result result =
          new Result(
              ended ? process.exitValue() : -1, Files.readString(output), Files.readString(errors));
      Files.delete(output);
      Files.delete(errors);
      if (!ended) {
        throw new AssertionError(
            "%s took longer than %s:%n%s".formatted(command, limit, result.all()));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether a program of this name can be started. */
  public static boolean exists(String program) {
    try {
      new ProcessBuilder(program, "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .destroy();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
