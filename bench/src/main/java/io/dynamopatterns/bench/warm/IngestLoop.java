package io.dynamopatterns.bench.warm;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Claims the shard, stores its events, and writes down how far they are stored. */
final class IngestLoop {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int SHARDS = 4;
  private static final int EVENTS_OF_A_PACK = 250;

  private final DynamoDbClient client;
  private final String mode;

  IngestLoop(DynamoDbClient client, String mode) {
    this.client = client;
    this.mode = mode;
  }

  /** An event with its sort key. */
  private record Stored(String sortKey, String id, String partitionKey, String data) {}

  void ingest(KinesisEvent event) {
    List<KinesisEventRecord> records = event.getRecords();
    String eventId = records.getFirst().getEventID();
    String shard = eventId.substring(0, eventId.indexOf(':'));
    Map<String, AttributeValue> state =
        client
            .getItem(
                get ->
                    get.tableName("events")
                        .key(Map.of("pk", Loops.s("shards"), "sk", Loops.s(shard)))
                        .consistentRead(true))
            .item();
    String upTo = records.getLast().getKinesis().getSequenceNumber();
    Map<String, AttributeValue> claim = new HashMap<>(state);
    claim.put("claimedAt", Loops.s(Loops.text(Instant.now())));
    claim.put("claimedUpTo", Loops.s(upTo));
    if (mode.equals("buffered")) {
      claim.put("bufferings", Loops.n(Long.parseLong(state.get("bufferings").n()) + 1));
      claim.putIfAbsent("bufferedFrom", state.get("time"));
    }
    Map<String, AttributeValue> claimed = Loops.replace(client, "events", "pk", state, claim);
    Instant time = Instant.parse(state.get("time").s());
    List<Stored> events = new ArrayList<>();
    for (KinesisEventRecord record : records) {
      Instant arrival = record.getKinesis().getApproximateArrivalTimestamp().toInstant();
      time = arrival.isAfter(time) ? arrival : time;
      events.add(event(record, shard, time));
    }
    long turn = Long.parseLong(state.get("turn").n());
    turn = mode.equals("packed") ? pack(events, turn) : single(events, turn);
    Map<String, AttributeValue> stored = new HashMap<>(claimed);
    stored.remove("claimedAt");
    stored.remove("claimedUpTo");
    stored.put("sequence", Loops.s(upTo));
    stored.put("time", Loops.s(Loops.text(time)));
    stored.put("turn", Loops.n(turn));
    Loops.replace(client, "events", "pk", claimed, stored);
  }

  private static Stored event(KinesisEventRecord record, String shard, Instant time) {
    KinesisEvent.Record data = record.getKinesis();
    String sequence = data.getSequenceNumber();
    return new Stored(
        Loops.text(time) + '#' + shard + "#0" + sequence.length() + sequence,
        shard + ':' + sequence,
        data.getPartitionKey(),
        StandardCharsets.UTF_8.decode(data.getData().duplicate()).toString());
  }

  private long single(List<Stored> events, long turn) {
    List<WriteRequest> writes = new ArrayList<>();
    boolean buffered = mode.equals("buffered");
    for (Stored event : events) {
      byte[] id = event.id().getBytes(StandardCharsets.UTF_8);
      Map<String, AttributeValue> item =
          Map.of(
              "pk",
              Loops.s(buffered ? HexFormat.of().formatHex(sha256(id)) : partition(event, id)),
              "sk",
              Loops.s(event.sortKey()),
              "key",
              Loops.s(event.partitionKey()),
              "data",
              Loops.s(event.data()));
      writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
    }
    Loops.put(client, buffered ? "buffer" : "events", writes);
    return turn;
  }

  private static String partition(Stored event, byte[] id) {
    CRC32 hash = new CRC32();
    hash.update(id);
    return event.sortKey().substring(0, 13) + ":00Z#00" + hash.getValue() % SHARDS;
  }

  private long pack(List<Stored> events, long turn) {
    List<WriteRequest> writes = new ArrayList<>();
    long next = turn;
    for (int from = 0; from < events.size(); from += EVENTS_OF_A_PACK) {
      List<Stored> pack = events.subList(from, Math.min(events.size(), from + EVENTS_OF_A_PACK));
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      StringBuilder keys = new StringBuilder();
      try (JsonGenerator json = JSON.createGenerator(new DeflaterOutputStream(packed))) {
        json.writeStartArray();
        for (Stored event : pack) {
          keys.append(event.sortKey());
          json.writeStartObject();
          json.writeStringField("sk", event.sortKey());
          json.writeStringField("key", event.partitionKey());
          json.writeStringField("data", event.data());
          json.writeEndObject();
        }
        json.writeEndArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String digest =
          HexFormat.of()
              .formatHex(sha256(keys.toString().getBytes(StandardCharsets.UTF_8)), 0, Long.BYTES);
      String first = pack.getFirst().sortKey();
      Map<String, AttributeValue> item =
          Map.of(
              "pk",
              Loops.s(first.substring(0, 13) + ":00Z#00" + Long.remainderUnsigned(next, SHARDS)),
              "sk",
              Loops.s(first + "#p" + digest),
              "events",
              Loops.n(pack.size()),
              "pack",
              AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(packed.toByteArray())));
      writes.add(WriteRequest.builder().putRequest(put -> put.item(item)).build());
      next++;
    }
    Loops.put(client, "events", writes);
    return next;
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
