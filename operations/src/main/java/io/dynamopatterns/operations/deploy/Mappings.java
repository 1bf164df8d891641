package io.dynamopatterns.operations.deploy;

import io.dynamopatterns.operations.Names;
import io.dynamopatterns.operations.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/** The event source mappings of a deployment's functions, as Lambda has them. */
final class Mappings {
  private static final Set<String> FINE = Set.of("OK", "No records processed");

  private Mappings() {}

  /**
   * A mapping.
   *
   * @param source the ARN of what it reads
   * @param problem what Lambda says of the last batch, if that is not good
   */
  record Mapping(String source, String function, String state, Optional<String> problem) {
    /** What it reads and for which function, in short. */
    String reads() {
      return Mappings.reads(source, function);
    }
  }

  static String reads(String source, String function) {
    String resource = source.substring(source.lastIndexOf(':') + 1);
    String name = source.contains(":table/") ? source.split(":table/")[1].split("/")[0] : resource;
    return "%s ← %s".formatted(function, name.replaceFirst("^stream/", ""));
  }

  static List<Mapping> of(Session session) {
    List<String> functions = session.deployment().inventory().functionNames();
    return session
        .clients()
        .lambda()
        .listEventSourceMappingsPaginator()
        .eventSourceMappings()
        .stream()
        .map(Mappings::mapping)
        .filter(mapping -> functions.contains(mapping.function()))
        .toList();
  }

  private static Mapping mapping(EventSourceMappingConfiguration mapping) {
    return new Mapping(
        mapping.eventSourceArn(),
        Names.functionIn(mapping.functionArn()),
        mapping.state(),
        Optional.ofNullable(mapping.lastProcessingResult())
            .filter(result -> !FINE.contains(result)));
  }
}
