package io.dynamopatterns.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamopatterns.mapping.MappingSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsTest {
  private static final String TABLE_STREAM =
      "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-11-20T09:00:00.000";
  private static final Map<String, String> LEAST =
      Map.of(
          "WORKER_NAME", "orders-history",
          "WORKER_STREAM_ARN", TABLE_STREAM,
          "WORKER_HANDLER", "io.dynamopatterns.history.RecordHandler",
          "WORKER_ON_FAILURE_ARN", "arn:aws:s3:::failed");

  @Test
  void withoutMoreTheWorkerDeliversAsTheTerraformModuleOfATriggerDoes() {
    WorkerSettings settings = WorkerSettings.from(LEAST);

    MappingSpec mapping = settings.mapping();
    assertThat(mapping.source()).isEqualTo(new MappingSpec.TableStream("orders", TABLE_STREAM));
    assertThat(mapping.batchSize()).isEqualTo(100);
    assertThat(mapping.maximumRetries()).contains(20);
    assertThat(mapping.maximumAge()).contains(Duration.ofHours(23));
    assertThat(mapping.bisect()).isTrue();
    assertThat(mapping.fromTrimHorizon()).isTrue();
    assertThat(settings.health().getAddress().isLoopbackAddress()).isTrue();
    assertThat(settings.jar()).isEqualTo(Optional.empty());
  }

  @Test
  void aRecordOfKinesisMayBeSevenDaysOld() {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put("WORKER_STREAM_ARN", "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks");
    assertThat(WorkerSettings.from(environment).mapping().maximumAge())
        .contains(Duration.ofDays(7));

    environment.put("WORKER_MAX_AGE_SECONDS", "604801");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerSettings.from(environment))
        .withMessageContaining("from 60 to 604800");
  }

  @Test
  void filtersAreTheJsonArrayOfAnEventSourceMapping() {
    assertThat(with("WORKER_FILTERS", "[{\"eventName\":[\"INSERT\"]}]").mapping().filters())
        .containsExactly("{\"eventName\":[\"INSERT\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "WORKER_NAME, a b, '3 to 200 letters'",
    "WORKER_STREAM_ARN, orders, the ARN of a table's stream",
    "WORKER_HANDLER, a::b, the class name alone",
    "WORKER_ON_FAILURE_ARN, failed, the ARN of an S3 bucket",
    "WORKER_BATCH_SIZE, 0, from 1 to 10000",
    "WORKER_WINDOW_SECONDS, 301, from 0 to 300",
    "WORKER_PARALLELIZATION, 11, from 1 to 10",
    "WORKER_MAX_RETRIES, many, a whole number",
    "WORKER_MAX_AGE_SECONDS, 59, from 60 to 82800",
    "WORKER_MAX_AGE_SECONDS, 86400, from 60 to 82800",
    "WORKER_FILTERS, {}, a JSON array",
    "WORKER_BATCHSIZE, 5, is not known"
  })
  void aWrongVariableIsRefusedWithItsNameItsValueAndWhatIsAllowed(
      String variable, String value, String allowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(variable, value))
        .withMessageContaining(variable)
        .withMessageContaining(allowed);
  }

  @Test
  void oneStartNamesAllMistakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerSettings.from(Map.of("WORKER_BATCH_SIZE", "0")))
        .withMessageContaining("WORKER_NAME is missing")
        .withMessageContaining("WORKER_ON_FAILURE_ARN is missing")
        .withMessageContaining("WORKER_BATCH_SIZE is '0'");
  }

  @Test
  void aWorkerOutsideTheRegionThatItsFunctionMayWriteInDoesNotStart() {
    assertThat(with("WRITE_REGION", "eu-west-1").name()).isEqualTo("orders-history");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("WRITE_REGION", "us-east-1"))
        .withMessage(
            "WRITE_REGION is 'us-east-1', and this worker is in 'eu-west-1'; run it in us-east-1");
  }

  @Test
  void theReadmeHasARowForEachVariable() {
    String cells =
        ImageTest.read("README.md")
            .lines()
            .filter(line -> line.startsWith("| `WORKER_"))
            .map(line -> line.split("\\|")[1])
            .collect(Collectors.joining());

    assertThat(variables(cells)).isEqualTo(WorkerSettings.KNOWN);
  }

  @Test
  void theTerraformModuleSetsEachVariableButThoseOfTheImage() {
    Set<String> ofTheImage = Set.of("WORKER_JAR", "WORKER_HEALTH_HOST");
    Set<String> set = variables(ImageTest.read("../terraform/modules/worker/main.tf"));

    assertThat(set).doesNotContainAnyElementsOf(ofTheImage);
    set.addAll(ofTheImage);
    assertThat(set).isEqualTo(WorkerSettings.KNOWN);
  }

  private static Set<String> variables(String text) {
    return Pattern.compile("WORKER_[A-Z_]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static WorkerSettings with(String variable, String value) {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.put(variable, value);
    return WorkerSettings.from(environment);
  }
}
