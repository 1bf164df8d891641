package io.dynamopatterns.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamopatterns.emulator.iam.RequiredPermission;
import io.dynamopatterns.local.state.FleetState;
import io.dynamopatterns.page.Graph;
import io.dynamopatterns.page.Graph.Edge;
import io.dynamopatterns.page.Graph.Kind;
import io.dynamopatterns.page.Graph.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final String DEV = "dynamo-patterns-dev-";

  private final Picture picture = new Picture(FleetState.recorded());
  private final Graph deployment = picture.with(Map.of());

  @Test
  void everyResourceOfTheStateIsANodeOnceAndEveryEdgeLeadsFromNodeToNode() {
    FleetState state = FleetState.recorded();
    Map<Kind, Long> kinds =
        deployment.nodes().stream()
            .collect(Collectors.groupingBy(Graph.Node::kind, Collectors.counting()));
    assertThat(kinds)
        .containsEntry(Kind.FUNCTION, (long) state.functions().size())
        .containsEntry(Kind.TABLE, (long) state.tables().size())
        .containsEntry(Kind.QUEUE, (long) state.queues().size())
        .containsEntry(Kind.STREAM, (long) state.kinesisStreams().size())
        .containsEntry(Kind.SCHEDULE, (long) state.schedules().size())
        .containsEntry(Kind.BUS, (long) state.buses().size())
        .containsEntry(Kind.BUCKET, 1L);
    Set<String> ids = new HashSet<>();
    deployment.nodes().forEach(node -> assertThat(ids.add(node.id())).isTrue());
    assertThat(deployment.edges())
        .allSatisfy(edge -> assertThat(ids).contains(edge.from(), edge.to()));
  }

  @Test
  void namesAreShownWithoutThePrefixOfTheDeploymentAndGroupedByModule() {
    assertThat(deployment.name()).isEqualTo("dynamo-patterns-dev");
    Graph.Node collect = node("function:" + DEV + "aggregator-collect");
    assertThat(collect.label()).isEqualTo("aggregator-collect");
    assertThat(collect.group()).isEqualTo("aggregator");
    assertThat(node("stream:" + DEV + "clicks").group()).isEqualTo("page_hits");
  }

  @Test
  void mappingsSchedulesAndDeadLettersAreEdges() {
    assertThat(edges(Relation.TRIGGERS))
        .contains(
            "stream:%sclicks function:%saggregator-collect".formatted(DEV, DEV),
            "queue:%sfanout-errors.fifo function:%sfanout-deliver".formatted(DEV, DEV));
    assertThat(edges(Relation.INVOKES))
        .contains("schedule:%speriodic-close function:%speriodic-close".formatted(DEV, DEV));
    assertThat(edges(Relation.FAILURES))
        .contains(
            "queue:%1$sfanout-blog.fifo queue:%1$sfanout-blog-dead.fifo".formatted(DEV),
            "schedule:%1$speriodic-close queue:%1$speriodic-close-dead-letters".formatted(DEV));
  }

  @Test
  void whatAFunctionIsConfiguredWithIsAnEdgeByNameArnAndQueueUrl() {
    assertThat(edges(Relation.CONFIGURED))
        .contains(
            "function:%1$saggregator-collect table:%1$saggregates".formatted(DEV),
            "function:%1$saggregator-collect stream:%1$sclicks".formatted(DEV),
            "function:%1$sprocessor-run queue:%1$splayback.fifo".formatted(DEV));
  }

  @Test
  void aPermissionThatWasUsedIsAnEdgeInTheDirectionOfTheData() {
    String table = "arn:aws:dynamodb:us-east-1:123456789012:table/" + DEV + "pages";
    Graph used =
        picture.with(
            Map.of(
                DEV + "page-hits",
                Set.of(
                    new RequiredPermission("dynamodb:PutItem", table),
                    new RequiredPermission("dynamodb:GetItem", table),
                    new RequiredPermission("s3:GetObject", "arn:aws:s3:::another-account"))));
    List<Edge> added =
        used.edges().stream().filter(edge -> !deployment.edges().contains(edge)).toList();
    assertThat(added)
        .extracting(edge -> edge.from() + " " + edge.relation() + " " + edge.to())
        .containsExactlyInAnyOrder(
            "function:%1$spage-hits WRITES table:%1$spages".formatted(DEV),
            "table:%1$spages READS function:%1$spage-hits".formatted(DEV));
  }

  private Graph.Node node(String id) {
    return deployment.nodes().stream().filter(node -> node.id().equals(id)).findFirst().get();
  }

  private List<String> edges(Relation relation) {
    return deployment.edges().stream()
        .filter(edge -> edge.relation() == relation)
        .map(edge -> edge.from() + " " + edge.to())
        .toList();
  }
}
