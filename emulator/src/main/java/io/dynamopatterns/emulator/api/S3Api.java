package io.dynamopatterns.emulator.api;

import static java.util.stream.Collectors.joining;

import io.dynamopatterns.emulator.http.ApiException;
import io.dynamopatterns.emulator.http.HttpAnswer;
import io.dynamopatterns.emulator.http.RestHandler;
import io.dynamopatterns.emulator.http.RestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The basics of S3 over directories, with the bucket in the path. */
public final class S3Api extends RestHandler {
  private static final Pattern PATH = Pattern.compile("/([^/]*)(?:/(.*))?", Pattern.DOTALL);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final Pattern DELETED = Pattern.compile("<Key>(.*?)</Key>", Pattern.DOTALL);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private static final int MOST_KEYS = 1000;

  private final S3Buckets buckets;

  /**
   * @param known the deployment's buckets and their directories
   * @param others holds a directory for each other bucket
   */
  public S3Api(Map<String, Path> known, Path others) {
    buckets = new S3Buckets(known, others);
  }

  @Override
  protected HttpAnswer answer(RestRequest request) throws IOException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      throw unknown(request);
    }
    String bucket = path.group(1);
    String key = path.group(2) == null ? "" : path.group(2);
    if (bucket.isEmpty()) {
      return listBuckets(request);
    }
    return key.isEmpty() ? ofBucket(request, bucket) : ofObject(request, bucket, key);
  }

  @Override
  protected HttpAnswer error(RestRequest request, ApiException e) {
    return xml(
        e.status(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error>"
            + Xml.element("Code", e.type())
            + Xml.element("Message", e.getMessage())
            + "</Error>");
  }

  private static HttpAnswer xml(int status, String body) {
    return HttpAnswer.of(status, "application/xml", body);
  }

  private static ApiException unknown(RestRequest request) {
    return new ApiException(
        501,
        "NotImplemented",
        "The local S3 does not answer %s %s?%s; it answers ListBuckets, CreateBucket, HeadBucket, GetBucketLocation, ListObjectsV2, GetObject, HeadObject, PutObject, DeleteObject and DeleteObjects. A file above 8 MB is put by: aws s3api put-object"
            .formatted(
                request.method(), request.path(), String.join("&", request.query().keySet())));
  }

  /**
   * Refuses each parameter that is not named: it makes another operation of the same method and
   * path, such as {@code ?tagging}, or asks for what is not done here, such as a version.
   */
  private static void requireOnly(RestRequest request, String... names) {
    Set<String> others = new TreeSet<>(request.query().keySet());
    // The name of the operation, which SDKs add.
    others.remove("x-id");
    others.removeAll(List.of(names));
    if (!others.isEmpty()) {
      throw unknown(request);
    }
  }

  /** Refuses a condition that would have to hold while the object is written. */
  private static void requireNo(RestRequest request, String header) {
    if (request.header(header).isPresent()) {
      throw new ApiException(
          501,
          "NotImplemented",
          "The local S3 does not answer %s of an object with the header %s; it takes If-None-Match: * of a put, and If-Match of a get"
              .formatted(request.method(), header));
    }
  }

  private HttpAnswer listBuckets(RestRequest request) throws IOException {
    if (!request.method().equals("GET")) {
      throw unknown(request);
    }
    requireOnly(request, "max-buckets");
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return xml(
        200,
        "<ListAllMyBucketsResult><Owner><ID>local</ID></Owner><Buckets>"
            + buckets.names().stream()
                .map(
                    name ->
                        "<Bucket>"
                            + Xml.element("Name", name)
                            + Xml.element("CreationDate", now)
                            + "</Bucket>")
                .collect(joining())
            + "</Buckets></ListAllMyBucketsResult>");
  }

  private HttpAnswer ofBucket(RestRequest request, String bucket) throws IOException {
    Map<String, String> query = request.query();
    switch (request.method()) {
      case "PUT" -> {
        requireOnly(request);
        buckets.create(bucket);
        return HttpAnswer.empty(200).with("Location", "/" + bucket);
      }
      case "HEAD" -> {
        requireOnly(request);
        buckets.directory(bucket);
        return HttpAnswer.empty(200).with("x-amz-bucket-region", "us-east-1");
      }
      case "GET" -> {
        if (query.containsKey("location")) {
          requireOnly(request, "location");
          buckets.directory(bucket);
          return xml(200, "<LocationConstraint/>");
        }
        if ("2".equals(query.get("list-type"))) {
          return list(request, bucket);
        }
        throw unknown(request);
      }
      case "POST" -> {
        if (query.containsKey("delete")) {
          return delete(request, bucket);
        }
        throw unknown(request);
      }
      default -> throw unknown(request);
    }
  }

  private HttpAnswer list(RestRequest request, String bucket) throws IOException {
    requireOnly(
        request,
        "continuation-token",
        "delimiter",
        "encoding-type",
        "fetch-owner",
        "list-type",
        "max-keys",
        "prefix",
        "start-after");
    String prefix = request.parameter("prefix").orElse("");
    Optional<String> delimiter = request.parameter("delimiter").filter(d -> !d.isEmpty());
    String after =
        request
            .parameter("continuation-token")
            .map(token -> new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
            .or(() -> request.parameter("start-after"))
            .orElse("");
    int most = Math.min(MOST_KEYS, request.number("max-keys", MOST_KEYS));
    List<S3Buckets.Stored> contents = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    String last = "";
    boolean truncated = false;
    for (String key : buckets.keys(bucket, prefix)) {
      int cut = delimiter.map(d -> key.indexOf(d, prefix.length())).orElse(-1);
      String shown = cut < 0 ? key : key.substring(0, cut + delimiter.get().length());
      if (shown.compareTo(after) <= 0 || prefixes.contains(shown)) {
        continue;
      }
      if (contents.size() + prefixes.size() == most) {
        truncated = true;
        break;
      }
      last = shown;
      if (cut < 0) {
        buckets.find(bucket, key).ifPresent(contents::add);
      } else {
        prefixes.add(shown);
      }
    }
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    xml.append(Xml.element("Name", bucket)).append(Xml.element("Prefix", prefix));
    xml.append(Xml.element("KeyCount", contents.size() + prefixes.size()));
    xml.append(Xml.element("MaxKeys", most)).append(Xml.element("IsTruncated", truncated));
    delimiter.ifPresent(d -> xml.append(Xml.element("Delimiter", d)));
    if (truncated) {
      String token =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(last.getBytes(StandardCharsets.UTF_8));
      xml.append(Xml.element("NextContinuationToken", token));
    }
    for (S3Buckets.Stored stored : contents) {
      xml.append("<Contents>").append(Xml.element("Key", stored.key()));
      xml.append(Xml.element("LastModified", millis(stored)));
      xml.append(Xml.element("ETag", '"' + stored.etag() + '"'));
      xml.append(Xml.element("Size", stored.size()));
      xml.append("<StorageClass>STANDARD</StorageClass></Contents>");
    }
    prefixes.forEach(
        shown ->
            xml.append("<CommonPrefixes>")
                .append(Xml.element("Prefix", shown))
                .append("</CommonPrefixes>"));
    return xml(200, xml.append("</ListBucketResult>").toString());
  }

  private static String millis(S3Buckets.Stored stored) {
    return stored.modified().toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private HttpAnswer delete(RestRequest request, String bucket) throws IOException {
    requireOnly(request, "delete");
    buckets.directory(bucket);
    String body = new String(AwsChunks.decode(request), StandardCharsets.UTF_8);
    if (body.contains("<VersionId>") || body.contains("<ETag>")) {
      throw unknown(request);
    }
    Matcher keys = DELETED.matcher(body);
    StringBuilder xml = new StringBuilder("<DeleteResult>");
    while (keys.find()) {
      String key = Xml.unescape(keys.group(1));
      buckets.delete(bucket, key);
      xml.append("<Deleted>").append(Xml.element("Key", key)).append("</Deleted>");
    }
    return xml(200, xml.append("</DeleteResult>").toString());
  }

  private HttpAnswer ofObject(RestRequest request, String bucket, String key) throws IOException {
    requireOnly(request);
    return switch (request.method()) {
      case "GET" -> get(request, bucket, key, true);
      case "HEAD" -> get(request, bucket, key, false);
      case "PUT" -> {
        if (request.header("x-amz-copy-source").isPresent()) {
          throw unknown(request);
        }
        requireNo(request, "if-match");
        Optional<String> onlyNew = request.header("if-none-match");
        if (onlyNew.filter(tag -> !tag.equals("*")).isPresent()) {
          requireNo(request, "if-none-match");
        }
        String etag = buckets.put(bucket, key, AwsChunks.decode(request), onlyNew.isPresent());
        yield HttpAnswer.empty(200).with("ETag", '"' + etag + '"');
      }
      case "DELETE" -> {
        requireNo(request, "if-match");
        buckets.delete(bucket, key);
        yield HttpAnswer.empty(204);
      }
      default -> throw unknown(request);
    };
  }

  private HttpAnswer get(RestRequest request, String bucket, String key, boolean content)
      throws IOException {
    S3Buckets.Stored stored =
        buckets
            .find(bucket, key)
            .orElseThrow(
                () ->
                    new ApiException(404, "NoSuchKey", "The specified key does not exist: " + key));
    if (request
        .header("if-match")
        .filter(wanted -> !wanted.replace("\"", "").equals(stored.etag()))
        .isPresent()) {
      throw S3Buckets.preconditionFailed();
    }
    if (!content) {
      return described(200, stored, new byte[0])
          .with("Content-Length", Long.toString(stored.size()));
    }
    byte[] bytes = Files.readAllBytes(stored.file());
    Optional<String> range = request.header("range");
    if (range.isEmpty()) {
      return described(200, stored, bytes);
    }
    int[] bounds = bounds(range.get(), bytes.length);
    return described(206, stored, Arrays.copyOfRange(bytes, bounds[0], bounds[1] + 1))
        .with("Content-Range", "bytes %d-%d/%d".formatted(bounds[0], bounds[1], bytes.length));
  }

  private static HttpAnswer described(int status, S3Buckets.Stored stored, byte[] body) {
    return HttpAnswer.of(status, "binary/octet-stream", body)
        .with("ETag", '"' + stored.etag() + '"')
        .with("Accept-Ranges", "bytes")
        .with("Last-Modified", HTTP_DATE.format(stored.modified().toInstant()));
  }

  /** The first and the last byte of a range. */
  private static int[] bounds(String range, int length) {
    Matcher bounds = RANGE.matcher(range);
    if (bounds.matches() && !(bounds.group(1) + bounds.group(2)).isEmpty()) {
      boolean ofEnd = bounds.group(1).isEmpty();
      long first =
          ofEnd
              ? Math.max(0, length - Long.parseLong(bounds.group(2)))
              : Long.parseLong(bounds.group(1));
      long last =
          ofEnd || bounds.group(2).isEmpty()
              ? length - 1
              : Math.min(length - 1, Long.parseLong(bounds.group(2)));
      if (first < length && first <= last) {
        return new int[] {Math.toIntExact(first), Math.toIntExact(last)};
      }
    }
    throw new ApiException(416, "InvalidRange", "The range %s is not satisfiable".formatted(range));
  }
}
