package io.dynamopatterns.local.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamopatterns.mapping.StateException;
import java.util.ArrayList;
import java.util.List;

/** The resources of the JSON that {@code terraform show -json} prints, of all modules. */
final class TerraformJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private TerraformJson() {}

  static List<Resource> resources(String json, String where) {
    try {
      return resources(JSON.readTree(json), where);
    } catch (JsonProcessingException e) {
      throw new StateException(
          "%s is not JSON (line %d); make it with: terraform show -json"
              .formatted(where, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    }
  }

  /** Of a state or of a plan. */
  static List<Resource> resources(JsonNode json, String where) {
    if (!json.path("format_version").isTextual()) {
      throw new StateException(
          "%s is not the JSON of a Terraform state or plan; make it with: terraform show -json"
              .formatted(where));
    }
    boolean planned = json.has("planned_values");
    JsonNode root = json.path(planned ? "planned_values" : "values").path("root_module");
    if (!root.isObject()) {
      throw new StateException("%s has no resources; apply Terraform first".formatted(where));
    }
    List<Resource> resources = new ArrayList<>();
    collect(root, resources);
    if (!planned) {
      return List.copyOf(resources);
    }
    // What the plan has read is in the state before it.
    List<Resource> before = new ArrayList<>();
    collect(json.at("/prior_state/values/root_module"), before);
    before.stream().filter(resource -> !resource.managed()).forEach(resources::add);
    return PlannedResources.complete(json, resources, where);
  }

  private static void collect(JsonNode module, List<Resource> resources) {
    for (JsonNode resource : module.path("resources")) {
      resources.add(
          new Resource(
              resource.path("address").asText(),
              resource.path("type").asText(),
              resource.path("values"),
              resource.path("mode").asText("managed").equals("managed")));
    }
    module.path("child_modules").forEach(child -> collect(child, resources));
  }
}
