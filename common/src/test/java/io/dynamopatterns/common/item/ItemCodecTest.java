package io.dynamopatterns.common.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.dynamopatterns.common.item.Order.Line;
import io.micronaut.core.annotation.Introspected;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemCodecTest {
  private static final ItemCodec<Order> CODEC = ItemCodec.of(Order.class);
  private static final ItemCodec<Cart> CARTS = ItemCodec.of(Cart.class);

  /** A bean, with a getter that is not an attribute. */
  @Introspected
  static class Cart {
    private final String id;
    private int count;

    Cart(String id) {
      this.id = id;
    }

    public String getId() {
      return id;
    }

    public int getCount() {
      return count;
    }

    public void setCount(int count) {
      this.count = count;
    }

    public boolean isEmpty() {
      return count == 0;
    }
  }

  @Introspected
  record WithThread(String id, Thread thread) {}

  record Plain(String id) {}

  @Test
  void everyTypeHasItsAttribute() {
    Map<String, AttributeValue> item = CODEC.write(full());

    assertThat(item)
        .containsEntry("id", fromS("o1"))
        .containsEntry("state", fromS("SHIPPED"))
        .containsEntry("pieces", fromN("3"))
        .containsEntry("weight", fromN("9007199254740993"))
        .containsEntry("rate", fromN("0.5"))
        .containsEntry("price", fromN("12.340"))
        .containsEntry("serial", fromN("123456789012345678901234567890"))
        .containsEntry("paid", AttributeValue.fromBool(true))
        .containsEntry("seal", AttributeValue.fromB(SdkBytes.fromUtf8String("seal")))
        .containsEntry("placedAt", fromS("2026-11-20T10:15:30.001Z"))
        .containsEntry("due", fromS("2026-11-27"))
        .containsEntry("patience", fromS("PT36H"))
        .containsEntry("request", fromS("00000000-0000-0001-0000-000000000002"))
        .containsEntry("note", fromS("quick"))
        .containsEntry("tags", AttributeValue.fromSs(List.of("new")))
        .containsEntry("sizes", AttributeValue.fromNs(List.of("41")))
        .containsEntry("lines", fromL(List.of(line("a", 1))))
        .containsEntry("byArticle", fromM(Map.of("a", line("a", 1))))
        .containsEntry("expiresAt", fromN("1795000000"))
        .containsEntry("raw", fromNul(true));
  }

  @Test
  void whatIsWrittenIsReadBackEqual() {
    Order order = full();

    Order read = CODEC.read(CODEC.write(order));

    assertThat(read).usingRecursiveComparison().isEqualTo(order);
  }

  @Property
  void instantsSortAsText(
      @ForAll @LongRange(max = 5_000) long millis, @ForAll @LongRange(max = 5_000) long other) {
    assertThat(Integer.signum(text(millis).compareTo(text(other))))
        .isEqualTo(Long.compare(millis, other));
  }

  @Test
  void timeFinerThanAMillisecondIsRefusedAndNotCut() {
    Instant fine = Instant.parse("2026-11-20T10:15:30.001000001Z");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.write(copy(full(), fine, List.of(), Map.of(), null)))
        .withMessageContaining("truncate it with truncatedTo(ChronoUnit.MILLIS)");
  }

  @Test
  void aMissingAttributeIsNullEmptyZeroOrFalseSoThatAComponentCanBeAdded() {
    Order read = CODEC.read(Map.of("id", fromS("o1"), "price", fromNul(true)));

    assertThat(read.state()).isNull();
    assertThat(read.price()).isNull();
    assertThat(read.pieces()).isZero();
    assertThat(read.weight()).isNull();
    assertThat(read.paid()).isFalse();
    assertThat(read.note()).isEmpty();
    assertThat(read.tags()).isEmpty();
    assertThat(read.lines()).isEmpty();
    assertThat(read.byArticle()).isEmpty();
    assertThat(read.gift()).isNull();
    assertThat(CODEC.write(read).keySet())
        .containsExactlyInAnyOrder("id", "pieces", "rate", "paid", "lines", "byArticle");
  }

  @Test
  void aBeanHasItsConstructorsArgumentsAndWhatHasASetter() {
    Cart cart = CARTS.read(Map.of("id", fromS("c1"), "count", fromN("2")));

    assertThat(cart.getId()).isEqualTo("c1");
    assertThat(CARTS.write(cart)).isEqualTo(Map.of("id", fromS("c1"), "count", fromN("2")));
  }

  @Test
  void attributesThatTheTypeDoesNotKnowAreKept() {
    Map<String, AttributeValue> before =
        Map.of("id", fromS("c1"), "count", fromN("2"), "coupon", fromS("SPRING"));
    Cart cart = CARTS.read(before);
    cart.setCount(3);

    assertThat(CARTS.write(cart, before))
        .isEqualTo(Map.of("id", fromS("c1"), "count", fromN("3"), "coupon", fromS("SPRING")));
  }

  @Test
  void aCodecOfTwoFunctionsKeepsWhatItDoesNotReadBack() {
    ItemCodec<String> texts =
        ItemCodec.of(item -> item.get("text").s(), text -> Map.of("text", fromS(text)));

    assertThat(texts.write("new", Map.of("text", fromS("old"), "other", fromN("1"))))
        .isEqualTo(Map.of("text", fromS("new"), "other", fromN("1")));
  }

  @Test
  void unknownAttributesOfNestedTypesAndOfValuesOfMapsAreKept() {
    Map<String, AttributeValue> before = new HashMap<>(CODEC.write(full()));
    before.put("gift", withColour("g", 1));
    before.put("byArticle", fromM(Map.of("a", withColour("a", 1), "b", withColour("b", 1))));
    Order read = CODEC.read(before);

    Map<String, AttributeValue> after =
        CODEC.write(
            copy(
                read,
                read.placedAt(),
                read.lines(),
                Map.of("a", new Line("a", 2)),
                new Line("g", 9)),
            before);

    assertThat(after.get("gift")).isEqualTo(withColour("g", 9));
    assertThat(after.get("byArticle")).isEqualTo(fromM(Map.of("a", withColour("a", 2))));
  }

  @Test
  void aListWithUnknownAttributesIsKeptAndAChangeOfItIsRefused() {
    Map<String, AttributeValue> before = new HashMap<>(CODEC.write(full()));
    before.put("lines", fromL(List.of(withColour("a", 1))));
    Order read = CODEC.read(before);

    assertThat(CODEC.write(read, before).get("lines")).isEqualTo(before.get("lines"));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                CODEC.write(
                    copy(
                        read,
                        read.placedAt(),
                        List.of(new Line("a", 2)),
                        read.byArticle(),
                        read.gift()),
                    before))
        .withMessageContaining("elements with attributes that this program does not know");
  }

  @Test
  void anAttributeOfAnotherTypeIsRefusedByNameAndWithoutItsContent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.read(Map.of("pieces", fromS("secret"))))
        .withMessage("attribute 'pieces' must be a whole number (N), but is S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.read(Map.of("pieces", fromN("1.5"))))
        .withMessage(
            "attribute 'pieces' must be a whole number (N), but its content is something else");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CODEC.read(Map.of("state", fromS("secret"))))
        .withMessage(
            "attribute 'state' must be one of [OPEN, SHIPPED] (S), but its content is something else");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CODEC.read(Map.of("lines", fromL(List.of(fromM(Map.of("count", fromS("x"))))))))
        .withMessage(
            "in 'lines': in 'element 0': attribute 'count' must be a whole number (N), but is S");
  }

  @Test
  void aTypeThatCannotBeStoredIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemCodec.of(WithThread.class))
        .withMessageContaining("property 'thread' of " + WithThread.class.getName())
        .withMessageContaining("java.lang.Thread is not a type of an attribute");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemCodec.of(Plain.class))
        .withMessageContaining("annotate it with @Introspected");
  }

  private static String text(long millis) {
    Instant time = Instant.parse("2026-11-20T10:15:30Z").plusMillis(millis);
    return CODEC.write(copy(full(), time, List.of(), Map.of(), null)).get("placedAt").s();
  }

  private static AttributeValue line(String article, int count) {
    return fromM(Map.of("article", fromS(article), "count", fromN(Integer.toString(count))));
  }

  private static AttributeValue withColour(String article, int count) {
    Map<String, AttributeValue> line = new HashMap<>(line(article, count).m());
    line.put("colour", fromS("red"));
    return fromM(line);
  }

  private static Order full() {
    return new Order(
        "o1",
        Order.State.SHIPPED,
        3,
        9_007_199_254_740_993L,
        0.5,
        new BigDecimal("12.340"),
        new BigInteger("123456789012345678901234567890"),
        true,
        "seal".getBytes(StandardCharsets.UTF_8),
        Instant.parse("2026-11-20T10:15:30.001Z"),
        LocalDate.of(2026, 11, 27),
        Duration.ofHours(36),
        new UUID(1, 2),
        Optional.of("quick"),
        Set.of("new"),
        Set.of(41),
        List.of(new Line("a", 1)),
        Map.of("a", new Line("a", 1)),
        new Line("g", 1, new Line("h", 2)),
        new Expiry(1_795_000_000),
        fromNul(true));
  }

  private static Order copy(
      Order order, Instant placedAt, List<Line> lines, Map<String, Line> byArticle, Line gift) {
    return new Order(
        order.id(),
        order.state(),
        order.pieces(),
        order.weight(),
        order.rate(),
        order.price(),
        order.serial(),
        order.paid(),
        order.seal(),
        placedAt,
        order.due(),
        order.patience(),
        order.request(),
        order.note(),
        order.tags(),
        order.sizes(),
        lines,
        byArticle,
        gift,
        order.expiresAt(),
        order.raw());
  }
}
