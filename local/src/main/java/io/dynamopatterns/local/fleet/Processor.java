package io.dynamopatterns.local.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.mapping.MappingSpec;
import java.util.Map;
import java.util.Optional;

/**
 * The deployment's processor, which streams files line by line.
 *
 * @param submit the name of the function that takes work
 * @param table where the work is kept
 */
public record Processor(String submit, String table) {
  private static final String PACKAGE = "io.dynamopatterns.processor.";

  /** The directory whose files its functions may read. On AWS they read no files. */
  static final String FILE_ROOT = "PROCESSOR_FILE_ROOT";

  /** The processor that puts lines on a stream, if the deployment has one that runs. */
  public static Optional<Processor> of(FleetState state, String stream) {
    Optional<FunctionSpec> submit = state.functionOf(PACKAGE + "SubmitHandler");
    Optional<FunctionSpec> run = state.functionOf(PACKAGE + "RunHandler");
    if (submit.isEmpty() || run.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> environment = run.get().environment();
    Processor processor = new Processor(submit.get().name(), environment.get("PROCESSOR_TABLE"));
    return Optional.of(processor)
        .filter(any -> stream.equals(environment.get("PROCESSOR_TARGET_STREAM")))
        .filter(any -> state.mappings().stream().anyMatch(m -> m.enabled() && any.isReadBy(m)));
  }

  /** Whether a function is one of a processor's. */
  static boolean has(FunctionSpec function) {
    return function.handler().startsWith(PACKAGE);
  }

  /** Whether a mapping moves work on. */
  public boolean isReadBy(MappingSpec mapping) {
    return mapping.source() instanceof MappingSpec.TableStream
        && mapping.source().name().equals(table);
  }

  /**
   * The request that has an access log streamed.
   *
   * @param file its name among the workspace's input, by which its lines are known
   */
  public static ObjectNode request(String file) {
    ObjectNode request =
        JsonNodeFactory.instance.objectNode().put("type", "lines-to-kinesis").put("id", file);
    request
        .putObject("input")
        .put("object", "file:" + file)
        .put("format", "access-log")
        .put("name", file);
    return request;
  }
}
