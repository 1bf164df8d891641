package io.dynamopatterns.periodic.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.Times;
import io.dynamopatterns.periodic.table.PeriodsTable;
import io.dynamopatterns.periodic.table.RejectedRecord;
import io.dynamopatterns.periodic.table.RejectedRecords.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers what was rejected, in the order of arrival. */
final class RejectedReader {
  private static final int DAY = "2026-11-20".length();

  private final PeriodsTable table;
  private final Clock clock;

  RejectedReader(PeriodsTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  Map<String, Object> answer(ReadRequest.Rejected request, Deadline deadline) {
    Answer page = new Answer(request, deadline);
    Optional<String> after = request.after();
    LocalDate day =
        after
            .map(position -> LocalDate.parse(position.substring(0, DAY)))
            .orElse(request.days().first());
    for (; !day.isAfter(request.days().last()) && !page.mustEnd(); day = day.plusDays(1)) {
      add(table.rejected().ofDay(day.toString(), after, deadline), page);
      after = Optional.empty();
    }
    return page.into(new LinkedHashMap<>(), "rejected");
  }

  private void add(Iterator<Stored> records, Answer page) {
    while (!page.mustEnd() && records.hasNext()) {
      Stored stored = records.next();
      if (stored.expiresAt().map(clock.instant()::isBefore).orElse(true)) {
        RejectedRecord content = stored.content();
        Map.Entry<String, String> payload = payload(content.payload());
        page.add(stored.position(), json(content, payload), payload.getValue());
      }
    }
  }

  private static Map<String, Object> json(
      RejectedRecord content, Map.Entry<String, String> payload) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("arrival", Times.text(content.arrival()));
    json.put("shard", content.shard());
    json.put("sequence", content.sequence());
    json.put("reason", content.reason());
    json.put(payload.getKey(), payload.getValue());
    return json;
  }

  /** The field for a payload: as text where it is text. */
  private static Map.Entry<String, String> payload(byte[] payload) {
    try {
      return Map.entry(
          "payload",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return Map.entry("payloadBase64", Base64.getEncoder().encodeToString(payload));
    }
  }
}
