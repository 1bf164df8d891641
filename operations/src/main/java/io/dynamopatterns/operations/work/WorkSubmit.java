package io.dynamopatterns.operations.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.operations.ChangeOperation;
import io.dynamopatterns.operations.ChangePlan;
import io.dynamopatterns.operations.Json;
import io.dynamopatterns.operations.OperationException;
import io.dynamopatterns.operations.OperationInfo;
import io.dynamopatterns.operations.OperationResult;
import io.dynamopatterns.operations.Param;
import io.dynamopatterns.operations.Pattern;
import io.dynamopatterns.operations.Session;
import io.dynamopatterns.operations.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Submits objects, files, or work of any type. */
@OperationInfo(
    name = "work submit",
    summary = "Submits objects to the processor; the same one again makes no second work.",
    examples = {
      "work submit s3://bucket/access.log",
      "work submit access.log.gz",
      "work submit --type playback --id again --input '{\"target\":\"playback.fifo\"}'"
    },
    destructive = false)
public final class WorkSubmit implements ChangeOperation<WorkSubmit.Request> {
  /** In the local fleet it is the directory {@code .fleet/input}. */
  private static final String LOCAL_BUCKET = "input";

  /** What to submit. */
  public record Request(
      @Param(
              value =
                  "URLs of objects such as s3://bucket/key, or files, which are uploaded first.",
              positional = true,
              optional = true)
          List<String> objects,
      @Param("Bucket that files are uploaded to. Default: the local fleet's bucket input.")
          Optional<String> bucket,
      @Param("Format of the objects, such as access-log or raw. Default: the processor's.")
          Optional<String> format,
      @Param("Name by which the lines of one object are known. Default: its URL.")
          Optional<String> name,
      @Param("Type of work that is not an object's, such as playback.") Optional<String> type,
      @Param("Id of work of a type.") Optional<String> id,
      @Param("Input of work of a type, as JSON.") Optional<JsonNode> input) {}

  /** What was or will be submitted. */
  public record Submitted(int submitted, int already, List<String> work)
      implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("WORK");
      work.forEach(table::row);
      return table.note("%d submitted, %d already known".formatted(submitted, already));
    }
  }

  /** What will be submitted. */
  public record Preview(List<String> uploads, JsonNode request) implements OperationResult {
    @Override
    public Table asTable() {
      Table table = Table.of("WOULD");
      uploads.forEach(upload -> table.row("upload " + upload));
      return table.row("submit " + request);
    }
  }

  @Override
  public ChangePlan plan(Request request, Session session) {
    Map<Path, String> uploads = new LinkedHashMap<>();
    JsonNode call =
        request.type().isPresent() ? typed(request) : objects(request, uploads, session);
    List<String> shown = new ArrayList<>();
    uploads.forEach((file, url) -> shown.add(file + " to " + url));
    return new ChangePlan(
        new Preview(shown, call),
        () -> {
          uploads.forEach((file, url) -> upload(file, url, session));
          JsonNode answer = session.invoke(Pattern.PROCESSOR, "submit", call);
          List<String> work = new ArrayList<>();
          answer.path("work").forEach(id -> work.add(id.asText()));
          return new Submitted(
              answer.path("submitted").asInt(), answer.path("already").asInt(), work);
        });
  }

  private static JsonNode typed(Request request) {
    if (!request.objects().isEmpty() || request.id().isEmpty() || request.input().isEmpty()) {
      throw OperationException.request("work of a type needs --id and --input, and no objects");
    }
    ObjectNode call = Json.object().put("type", request.type().get()).put("id", request.id().get());
    call.set("input", request.input().get());
    return call;
  }

  private static JsonNode objects(Request request, Map<Path, String> uploads, Session session) {
    if (request.objects().isEmpty()) {
      throw OperationException.request(
          "name at least one object or file, or a --type with --id and --input");
    }
    List<String> urls = new ArrayList<>();
    for (String object : request.objects()) {
      urls.add(
          object.startsWith("s3://") || object.startsWith("file:")
              ? object
              : file(object, request, uploads, session));
    }
    ObjectNode call = Json.object();
    if (urls.size() == 1) {
      call.put("object", urls.get(0));
      request.name().ifPresent(name -> call.put("name", name));
    } else if (request.name().isPresent()) {
      throw OperationException.request("--name is for one object, but there are %d", urls.size());
    } else {
      urls.forEach(call.withArray("/objects")::add);
    }
    request.format().ifPresent(format -> call.put("format", format));
    return call;
  }

  private static String file(
      String name, Request request, Map<Path, String> uploads, Session session) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw OperationException.request(
          "'%s' is neither a file nor a URL such as s3://bucket/key", name);
    }
    String bucket =
        request
            .bucket()
            .or(() -> session.deployment().isLocal() ? Optional.of(LOCAL_BUCKET) : Optional.empty())
            .orElseThrow(
                () ->
                    OperationException.request(
                        "'%s' is a file: name the bucket to upload it to with --bucket", name));
    String url = "s3://" + bucket + "/" + file.getFileName();
    if (uploads.containsValue(url)) {
      throw OperationException.request(
          "two files would both be uploaded to %s: submit them one by one, under different names",
          url);
    }
    uploads.put(file, url);
    return url;
  }

  /** Replaces no object: work of one that is being read would continue in another one. */
  private static void upload(Path file, String url, Session session) {
    session.progress().report("uploading " + file);
    String[] parts = url.substring("s3://".length()).split("/", 2);
    S3Client s3 = session.clients().s3();
    try {
      s3.putObject(put -> put.bucket(parts[0]).key(parts[1]).ifNoneMatch("*"), file);
    } catch (S3Exception e) {
      if (e.statusCode() != 412) {
        throw e;
      }
      String stored = s3.headObject(head -> head.bucket(parts[0]).key(parts[1])).eTag();
      if (!stored.equals("\"" + md5(file) + "\"")) {
        throw OperationException.conflict(
            "%s exists already and is not %s: nothing was submitted. Rename the file, or submit the object by its URL",
            url, file);
      }
    }
  }

  /**
   * The ETag of an object that was uploaded with one request and is not encrypted by KMS.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">Object</a>
   */
  private static String md5(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] part = new byte[1 << 16];
      for (int read = content.read(part); read >= 0; read = content.read(part)) {
        digest.update(part, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
