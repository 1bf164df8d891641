package io.dynamopatterns.emulator.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.emulator.function.FunctionSpec;
import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.RestHandler;
import io.dynamopatterns.emulator.http.RestRequest;
import io.dynamopatterns.emulator.mapping.EventSourceMappings;
import io.dynamopatterns.emulator.mapping.Mapping;
import io.dynamopatterns.mapping.MappingSpec;
import io.dynamopatterns.mapping.StateException;
import io.dynamopatterns.mapping.function.InvocationException;
import io.dynamopatterns.mapping.function.Invoker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lambda's API: it invokes functions, shows them and their mappings, and pauses and resumes a
 * mapping.
 */
public final class LambdaApi extends RestHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACCOUNT = "arn:aws:lambda:us-east-1:123456789012:";
  private static final Pattern FUNCTION =
      Pattern.compile(
          "/2015-03-31/functions/(?>arn:[^/]*:function:)?([^/:]++)(?::([^/]*))?(/configuration|/aliases/live)?");

  /** The function by its name, its ARN, or either with a version or alias. */
  private static final Pattern INVOCATION =
      Pattern.compile("/2015-03-31/functions/(?>arn:[^/]*:function:)?([^/:]++)[^/]*+/invocations");

  private static final Pattern MAPPING =
      Pattern.compile("/2015-03-31/event-source-mappings/([^/]+)/?");
  private static final int MOST_FUNCTIONS = 50;
  private static final int MOST_MAPPINGS = 100;

  private final List<FunctionSpec> functions;
  private final Supplier<EventSourceMappings> mappings;
  private final Map<String, ? extends Invoker> invokers;

  /**
   * @param invokers by the name of the function
   */
  public LambdaApi(
      List<FunctionSpec> functions,
      Supplier<EventSourceMappings> mappings,
      Map<String, ? extends Invoker> invokers) {
    this.functions = List.copyOf(functions);
    this.mappings = mappings;
    this.invokers = invokers;
  }

  @Override
  protected HttpAnswer answer(RestRequest request) throws IOException {
    String path = request.path();
    if (path.endsWith("/invocations")) {
      return invoke(request);
    }
    boolean get = request.method().equals("GET");
    if (get && path.matches("/2015-03-31/functions/?")) {
      return HttpAnswer.json(
          200, page(request, MOST_FUNCTIONS, "Functions", functions, f -> describe(f, "")));
    }
    if (get && path.matches("/2015-03-31/event-source-mappings/?")) {
      return HttpAnswer.json(200, listMappings(request));
    }
    Matcher function = FUNCTION.matcher(path);
    if (get && function.matches()) {
      return HttpAnswer.json(200, function(request, function));
    }
    Matcher mapping = MAPPING.matcher(path);
    if (get && mapping.matches()) {
      return HttpAnswer.json(200, describe(mapping(mapping.group(1))));
    }
    if (request.method().equals("PUT") && mapping.matches()) {
      return HttpAnswer.json(202, update(mapping(mapping.group(1)), request));
    }
    throw new ApiException(
        404,
        "ResourceNotFoundException",
        "The local Lambda does not answer %s %s; it answers Invoke, ListFunctions, GetFunction, GetFunctionConfiguration, GetAlias of live, ListEventSourceMappings, GetEventSourceMapping and UpdateEventSourceMapping"
            .formatted(request.method(), path));
  }

  /** The caller waits for the answer. */
  private HttpAnswer invoke(RestRequest request) {
    Matcher path = INVOCATION.matcher(request.path());
    Invoker function = path.matches() ? invokers.get(path.group(1)) : null;
    if (function == null) {
      throw new ApiException(
          404,
          "ResourceNotFoundException",
          "Nothing to invoke at %s; the fleet has %s".formatted(request.path(), invokers.keySet()));
    }
    String event = new String(request.body(), StandardCharsets.UTF_8);
    try {
      return HttpAnswer.of(
          200, "application/json", function.invoke(event.isEmpty() ? "{}" : event));
    } catch (InvocationException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      return HttpAnswer.json(
              200,
              JSON.createObjectNode()
                  .put("errorMessage", String.valueOf(thrown.getMessage()))
                  .put("errorType", thrown.getClass().getName()))
          .with("X-Amz-Function-Error", "Unhandled");
    }
  }

  /** What fits an answer, from the marker of the answer before on. */
  private static <T> ObjectNode page(
      RestRequest request, int most, String member, List<T> all, Function<T, ObjectNode> shown) {
    int marker =
        request.parameter("Marker").filter(text -> !text.isEmpty()).isEmpty()
            ? 0
            : request.number("Marker", 1);
    int first = Math.min(marker, all.size());
    int end = Math.min(all.size(), first + Math.min(most, request.number("MaxItems", most)));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode listed = answer.putArray(member);
    all.subList(first, end).forEach(one -> listed.add(shown.apply(one)));
    if (end < all.size()) {
      answer.put("NextMarker", Integer.toString(end));
    }
    return answer;
  }

  private ObjectNode function(RestRequest request, Matcher path) {
    FunctionSpec function =
        functions.stream()
            .filter(f -> f.name().equals(path.group(1)))
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "ResourceNotFoundException",
                        "Function not found: %s; the fleet has %s"
                            .formatted(
                                path.group(1),
                                functions.stream().map(FunctionSpec::name).sorted().toList())));
    String qualifier =
        Optional.ofNullable(path.group(2)).or(() -> request.parameter("Qualifier")).orElse("");
    if ("/aliases/live".equals(path.group(3))) {
      return JSON.createObjectNode()
          .put("AliasArn", arn(function) + ":live")
          .put("Name", "live")
          .put("FunctionVersion", "1");
    }
    ObjectNode configuration = describe(function, qualifier);
    if (path.group(3) != null) {
      return configuration;
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.set("Configuration", configuration);
    answer
        .putObject("Code")
        .put("RepositoryType", "S3")
        .put("Location", function.jar().toUri().toString());
    return answer;
  }

  private static ObjectNode describe(FunctionSpec function, String qualifier) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("FunctionName", function.name())
            .put("FunctionArn", arn(function) + (qualifier.isEmpty() ? "" : ":" + qualifier))
            .put("Runtime", "java21")
            .put("Role", "arn:aws:iam::123456789012:role/" + function.name())
            .put("Handler", function.handler())
            .put("Timeout", function.timeout().toSeconds())
            .put("MemorySize", function.memoryMb())
            .put("Version", qualifier.equals("live") ? "1" : "$LATEST")
            .put("PackageType", "Zip")
            .put("State", "Active")
            .put("LastUpdateStatus", "Successful");
    ObjectNode variables = answer.putObject("Environment").putObject("Variables");
    function.environment().forEach(variables::put);
    return answer;
  }

  private static String arn(FunctionSpec function) {
    return ACCOUNT + "function:" + function.name();
  }

  private ObjectNode listMappings(RestRequest request) {
    Optional<String> function = request.parameter("FunctionName").map(LambdaApi::functionName);
    Optional<String> source = request.parameter("EventSourceArn");
    List<Mapping> chosen =
        mappings.get().all().stream()
            .filter(m -> function.isEmpty() || m.spec().function().equals(function.get()))
            .filter(m -> source.isEmpty() || m.spec().source().arn().equals(source.get()))
            .toList();
    return page(request, MOST_MAPPINGS, "EventSourceMappings", chosen, LambdaApi::describe);
  }

  /** The name in a name or ARN, with or without a version or alias. */
  private static String functionName(String text) {
    String name =
        text.substring(text.lastIndexOf("function:") < 0 ? 0 : text.lastIndexOf("function:") + 9);
    return name.split(":")[0];
  }

  private Mapping mapping(String uuid) {
    return mappings.get().all().stream()
        .filter(mapping -> uuid(mapping.spec()).equals(uuid))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiException(
                    404,
                    "ResourceNotFoundException",
                    "There is no event source mapping %s; list-event-source-mappings shows them"
                        .formatted(uuid)));
  }

  /** The same for a mapping at each start. */
  static String uuid(MappingSpec mapping) {
    return UUID.nameUUIDFromBytes(mapping.address().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private ObjectNode update(Mapping mapping, RestRequest request) throws IOException {
    JsonNode change;
    try {
      change = JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      throw new ApiException(400, "InvalidRequestContentException", "The body is not JSON");
    }
    for (String member : (Iterable<String>) change::fieldNames) {
      if (!member.equals("Enabled") && !member.equals("FunctionName")) {
        throw invalid(
            "The local fleet changes Enabled of a mapping, not %s: that is the state's"
                .formatted(member));
      }
    }
    if (change.path("Enabled").isBoolean()) {
      try {
        mappings.get().enable(mapping, change.get("Enabled").asBoolean());
      } catch (StateException e) {
        throw invalid(e.getMessage());
      }
    }
    return describe(mapping);
  }

  private static ApiException invalid(String message) {
    return new ApiException(400, "InvalidParameterValueException", message);
  }

  private static ObjectNode describe(Mapping mapping) {
    MappingSpec spec = mapping.spec();
    ObjectNode answer =
        JSON.createObjectNode()
            .put("UUID", uuid(spec))
            .put("EventSourceMappingArn", ACCOUNT + "event-source-mapping:" + uuid(spec))
            .put("EventSourceArn", spec.source().arn())
            .put("FunctionArn", ACCOUNT + "function:" + spec.function() + ":live")
            .put("BatchSize", spec.batchSize())
            .put("MaximumBatchingWindowInSeconds", spec.batchWindow().toSeconds())
            .put("State", mapping.condition())
            .put("StateTransitionReason", "USER_INITIATED")
            .put("LastModified", Instant.now().getEpochSecond());
    if (!(spec.source() instanceof MappingSpec.Queue)) {
      answer
          .put("StartingPosition", spec.fromTrimHorizon() ? "TRIM_HORIZON" : "LATEST")
          .put("ParallelizationFactor", spec.parallelization())
          .put("MaximumRetryAttempts", spec.maximumRetries().orElse(-1))
          .put(
              "MaximumRecordAgeInSeconds",
              spec.maximumAge().map(age -> age.toSeconds()).orElse(-1L))
          .put("BisectBatchOnFunctionError", spec.bisect());
    }
    ArrayNode types = answer.putArray("FunctionResponseTypes");
    if (spec.partialFailures()) {
      types.add("ReportBatchItemFailures");
    }
    if (!spec.filters().isEmpty()) {
      ArrayNode filters = answer.putObject("FilterCriteria").putArray("Filters");
      spec.filters().forEach(pattern -> filters.addObject().put("Pattern", pattern));
    }
    spec.onFailure()
        .ifPresent(
            arn ->
                answer
                    .putObject("DestinationConfig")
                    .putObject("OnFailure")
                    .put("Destination", arn));
    return answer;
  }
}
