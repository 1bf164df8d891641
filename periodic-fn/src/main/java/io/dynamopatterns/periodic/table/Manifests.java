package io.dynamopatterns.periodic.table;

import static io.dynamopatterns.periodic.table.PeriodsTable.PK;
import static io.dynamopatterns.periodic.table.PeriodsTable.SK;
import static io.dynamopatterns.periodic.table.PeriodsTable.text;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.versioned.IdempotentPut;
import io.dynamopatterns.common.versioned.PutOutcome;
import io.dynamopatterns.common.versioned.VersionedSchema;
import io.dynamopatterns.periodic.period.Bucket;
import io.dynamopatterns.periodic.period.EventHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Manifests: which events are in the digests of a bucket, in chunks. */
public final class Manifests {
  private static final String END = "end";
  private static final String MEMBERS = "members";

  /** Makes a sort key of the first cursor, too, which is empty text. */
  private static final String BEHIND = ">";

  private final DynamoDbClient client;
  private final String table;
  private final IdempotentPut puts;

  Manifests(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
    this.puts = new IdempotentPut(client, VersionedSchema.of(table, PK, SK));
  }

  /**
   * Stores a chunk if there is none for its cursor.
   *
   * @return the stored chunk: this one, or the one that was there
   */
  public ManifestChunk createIfAbsent(
      ManifestChunk chunk, Optional<Instant> expiresAt, Deadline deadline) {
    PutOutcome outcome = puts.within(deadline).ifAbsent(encode(chunk, expiresAt));
    return outcome instanceof PutOutcome.AlreadyThere there
        ? decode(chunk.bucket(), there.current())
        : chunk;
  }

  /** The manifest of a bucket, to be asked for keys in their order. */
  public Manifest of(Bucket bucket, Deadline deadline) {
    return new Manifest(this, bucket, deadline);
  }

  /** The chunk that decides on a key, strongly consistent; empty if none does yet. */
  Optional<ManifestChunk> covering(Bucket bucket, String sortKey, Deadline deadline) {
    return client
        .query(
            request ->
                request
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk AND sk < :sk")
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", text(partition(bucket)),
                            ":sk", text(BEHIND + sortKey)))
                    .scanIndexForward(false)
                    .limit(1)
                    .overrideConfiguration(call -> call.apiCallTimeout(deadline.callTimeout())))
        .items()
        .stream()
        .findFirst()
        .map(item -> decode(bucket, item))
        .filter(chunk -> chunk.covers(sortKey));
  }

  private static String partition(Bucket bucket) {
    return "manifest#" + bucket;
  }

  private static Map<String, AttributeValue> encode(
      ManifestChunk chunk, Optional<Instant> expiresAt) {
    Map<String, AttributeValue> item =
        new TreeMap<>(PeriodsTable.key(partition(chunk.bucket()), BEHIND + chunk.cursor()));
    chunk.end().ifPresent(end -> item.put(END, text(end)));
    ByteBuffer members = ByteBuffer.allocate(chunk.members().size() * EventHash.BYTES);
    chunk.members().forEach(member -> member.write(members));
    item.put(MEMBERS, AttributeValue.fromB(SdkBytes.fromByteArray(members.array())));
    PeriodsTable.putExpiry(item, expiresAt);
    return item;
  }

  private static ManifestChunk decode(Bucket bucket, Map<String, AttributeValue> item) {
    ByteBuffer bytes = item.get(MEMBERS).b().asByteBuffer();
    List<EventHash> members = new ArrayList<>(bytes.remaining() / EventHash.BYTES);
    while (bytes.hasRemaining()) {
      members.add(EventHash.read(bytes));
    }
    return new ManifestChunk(
        bucket,
        item.get(SK).s().substring(BEHIND.length()),
        Optional.ofNullable(item.get(END)).map(AttributeValue::s),
        members);
  }
}
