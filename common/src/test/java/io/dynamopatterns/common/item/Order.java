package io.dynamopatterns.common.item;

import io.micronaut.core.annotation.Introspected;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item with an attribute of each type. */
@Introspected
record Order(
    String id,
    State state,
    int pieces,
    Long weight,
    double rate,
    BigDecimal price,
    BigInteger serial,
    boolean paid,
    byte[] seal,
    Instant placedAt,
    LocalDate due,
    Duration patience,
    UUID request,
    Optional<String> note,
    Set<String> tags,
    Set<Integer> sizes,
    List<Line> lines,
    Map<String, Line> byArticle,
    Line gift,
    Expiry expiresAt,
    AttributeValue raw) {

  enum State {
    OPEN,
    SHIPPED
  }

  /** A part of it, which may have a part of the same type. */
  @Introspected
  record Line(String article, int count, Line replacement) {
    Line(String article, int count) {
      this(article, count, null);
    }
  }
}
