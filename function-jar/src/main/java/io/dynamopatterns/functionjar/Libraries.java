package io.dynamopatterns.functionjar;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries of which a function's jar has only what it uses. Each finds its own classes by
 * plain references, not by name: what no class of the jar names, nothing can load.
 */
final class Libraries {
  static final String SERVICES = "software/amazon/awssdk/services/";
  static final String SERVICE_METADATA = "software/amazon/awssdk/regions/servicemetadata/";

  static final String EVENTS = "com/amazonaws/services/lambda/runtime/events/";

  /** The times of S3's events: whole if something uses it, as its time zones are files. */
  static final String JODA = "org/joda/time/";

  /** AWS's runtime loads it by name for each event, also for one that has no such time. */
  static final String JODA_TIME = JODA + "DateTime";

  private static final List<String> PRUNED =
      Stream.concat(
              Stream.of(SERVICES, SERVICE_METADATA, EVENTS, JODA), MicronautBeans.PACKAGES.stream())
          .toList();

  private static final Pattern NAMES =
      Pattern.compile(
          "(?:software[/.]amazon[/.]awssdk[/.](?:services|regions[/.]servicemetadata)"
              + "|com[/.]amazonaws[/.]services[/.]lambda[/.]runtime[/.]events"
              + "|org[/.]joda[/.]time"
              + "|io[/.]micronaut[/.]"
              + "(?:aws[/.]sdk[/.]v2|context[/.]propagation|discovery|http|jackson|json|logging|runtime|scheduling|serde)"
              + ")[/.][\\w$/.]+|"
              + MicronautBeans.TYPES.stream()
                  .map(type -> type.replace("/", "[/.]"))
                  .collect(Collectors.joining("|")));

  private static final Pattern SERVICE = Pattern.compile(SERVICES + "(\\w+)/");

  /**
   * The operations on data, which are kept whether the jar calls them or not: so the clients are
   * the same bytes in all jars, and the local fleet loads them once. By the service's package.
   */
  private static final Map<String, Set<String>> DATA_OPERATIONS =
      """
      dynamodb: batchExecuteStatement batchGetItem batchWriteItem deleteItem executeStatement \
          executeTransaction getItem putItem query queryPaginator scan scanPaginator \
          transactGetItems transactWriteItems updateItem
      eventbridge: putEvents
      kinesis: getRecords getShardIterator listShards putRecord putRecords
      s3: deleteObject getObject getObjectAsBytes headObject listObjectsV2 \
          listObjectsV2Paginator putObject
      sns: publish publishBatch
      sqs: changeMessageVisibility changeMessageVisibilityBatch deleteMessage deleteMessageBatch \
          getQueueAttributes listMessageMoveTasks receiveMessage sendMessage sendMessageBatch \
          startMessageMoveTask
      """
          .lines()
          .map(service -> service.split(": "))
          .collect(
              Collectors.toUnmodifiableMap(
                  service -> service[0], service -> Set.of(service[1].split("\\s+"))));

  /** The same services by the prefix of their endpoints. */
  private static final Set<String> ENDPOINTS =
      Set.of("dynamodb", "streams.dynamodb", "events", "kinesis", "s3", "sns", "sqs");

  private Libraries() {}

  static boolean isPruned(String className) {
    return PRUNED.stream().anyMatch(className::startsWith);
  }

  /** The names in a text that may be classes of these libraries. */
  static List<String> names(String text) {
    return text.length() < JODA.length()
        ? List.of()
        : NAMES.matcher(text).results().map(found -> found.group().replace('.', '/')).toList();
  }

  /** The package of the service that a class or descriptor names first, or an empty text. */
  static String service(String text) {
    Matcher matcher = SERVICE.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** Whether a class of a service has code for each type of request. */
  static boolean readsEndpointParameters(String className) {
    return className.startsWith(SERVICES) && className.endsWith("ResolveEndpointInterceptor");
  }

  static boolean isOperationOnData(ClientMethod operation) {
    return DATA_OPERATIONS.getOrDefault(operation.service(), Set.of()).contains(operation.method());
  }

  /** Whether a jar with this service needs no endpoints but those that are kept. */
  static boolean hasKeptEndpoints(String service) {
    return DATA_OPERATIONS.containsKey(service);
  }

  static boolean isKeptEndpoint(String prefix) {
    return ENDPOINTS.contains(prefix);
  }
}
