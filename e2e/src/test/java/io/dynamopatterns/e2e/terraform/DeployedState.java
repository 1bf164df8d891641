package io.dynamopatterns.e2e.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code terraform show -json} prints, of which {@code FleetState} reads only a part. */
final class DeployedState {
  static final ObjectMapper JSON = new ObjectMapper();

  /** The attributes of one managed resource. */
  record Resource(String address, String type, JsonNode values) {
    String text(String attribute) {
      return values.path(attribute).asText();
    }
  }

  private final List<Resource> resources = new ArrayList<>();

  DeployedState(String json) {
    collect(parse(json).at("/values/root_module"));
  }

  List<Resource> all() {
    return List.copyOf(resources);
  }

  List<Resource> all(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(JsonNode module) {
    for (JsonNode resource : module.path("resources")) {
      if (resource.path("mode").asText().equals("managed")) {
        resources.add(
            new Resource(
                resource.path("address").asText(),
                resource.path("type").asText(),
                resource.path("values")));
      }
    }
    module.path("child_modules").forEach(this::collect);
  }
}
