package io.dynamopatterns.local.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reduces a Terraform state to what the fleet reads: the attributes of {@link Resource#ATTRIBUTES},
 * sorted, without what changes from one apply to the next (stream labels, function versions, ids,
 * paths, an emulator's address, empty values). Two applies of one configuration give the same text,
 * so the recorded state is stale exactly when the texts differ.
 */
public final class StateNormaliser {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where an emulator has a queue: the URLs in the functions' settings begin with it. */
  private static final Pattern QUEUE_HOST = Pattern.compile("http://[^/,]+(?=/[0-9]{12}/)");

  /** Where AWS has it, in the Region that is recorded. */
  private static final String SQS = "sqs.us-east-1.amazonaws.com";

  private StateNormaliser() {}

  /**
   * @param terraformJson what {@code terraform show -json} printed
   * @param where names the input in error messages
   */
  public static String normalise(String terraformJson, String where) {
    List<Resource> used =
        TerraformJson.resources(terraformJson, where).stream()
            .filter(resource -> resource.managed() && resource.isUsed())
            .sorted(Comparator.comparing(Resource::address))
            .toList();
    Map<String, String> ids = new HashMap<>();
    used.stream()
        .filter(resource -> Resource.ATTRIBUTES.get(resource.type()).contains("id"))
        .forEach(resource -> ids.put(resource.text("id"), resource.address()));
    ArrayNode resources = JSON.createArrayNode();
    used.forEach(resource -> resources.add(reduced(resource, ids)));
    ObjectNode state = JSON.createObjectNode();
    state.put("format_version", "1.0");
    state.putObject("values").putObject("root_module").set("resources", resources);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    try {
      return JSON.writer(printer).writeValueAsString(state) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param ids by which resources name others, and the addresses that stand for them in the record
   */
  private static ObjectNode reduced(Resource resource, Map<String, String> ids) {
    ObjectNode reduced = JSON.createObjectNode();
    reduced.put("address", resource.address());
    reduced.put("type", resource.type());
    ObjectNode values = reduced.putObject("values");
    Resource.ATTRIBUTES.get(resource.type()).stream()
        .sorted()
        .forEach(
            attribute -> {
              JsonNode value = sorted(stable(attribute, resource.get(attribute), ids));
              if (!isEmpty(value)) {
                values.set(attribute, value);
              }
            });
    return reduced;
  }

  private static JsonNode stable(String attribute, JsonNode value, Map<String, String> ids) {
    if (!value.isTextual()) {
      return value;
    }
    String text = value.textValue();
    return switch (attribute) {
      case "event_source_arn" ->
          JSON.getNodeFactory().textNode(text.replaceAll("(:table/[^/]+/stream/).*", "$1label"));
      case "function_name" ->
          JSON.getNodeFactory().textNode(text.replaceAll("(:function:[^:]+):\\d+$", "$1"));
      case "filename", "s3_key" ->
          JSON.getNodeFactory()
              .textNode(text.isEmpty() ? text : Path.of(text).getFileName().toString());
      case "id", "api_id" -> JSON.getNodeFactory().textNode(ids.getOrDefault(text, text));
      case "target" -> JSON.getNodeFactory().textNode(withAddress(text, ids));
      default -> value;
    };
  }

  /** Such as {@code integrations/<id>}. */
  private static String withAddress(String target, Map<String, String> ids) {
    int start = target.lastIndexOf('/') + 1;
    return target.substring(0, start)
        + ids.getOrDefault(target.substring(start), target.substring(start));
  }

  /** With the names of objects in order and without empty members. */
  private static JsonNode sorted(JsonNode value) {
    if (value.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      value.properties().forEach(m -> members.put(m.getKey(), sorted(m.getValue())));
      members.values().removeIf(StateNormaliser::isEmpty);
      return JSON.createObjectNode().setAll(members);
    }
    if (value.isArray()) {
      ArrayNode elements = JSON.createArrayNode();
      value.forEach(element -> elements.add(sorted(element)));
      return elements;
    }
    return value.isTextual()
        ? JSON.getNodeFactory()
            .textNode(QUEUE_HOST.matcher(value.textValue()).replaceAll("https://" + SQS))
        : value;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isContainerNode() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty();
  }
}
