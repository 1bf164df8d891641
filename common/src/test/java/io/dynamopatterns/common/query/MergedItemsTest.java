package io.dynamopatterns.common.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamopatterns.common.query.PageSource.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MergedItemsTest {
  @Property(tries = 300)
  void anyPagesComeBackAsOneSortedSequenceWithAllEqualKeys(
      @ForAll @Size(max = 6) List<@Size(max = 30) List<String>> shards,
      @ForAll @IntRange(min = 1, max = 7) int pageSize,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    List<String> expected =
        shards.stream().flatMap(List::stream).sorted(MergedItemsTest::utf8).toList();
    MergedItems merged =
        new MergedItems(
            shards.stream()
                .map(keys -> new Memory(keys.stream().sorted(MergedItemsTest::utf8).toList()))
                .map(memory -> memory.pages(pageSize))
                .toList(),
            "sk",
            threads);

    List<String> actual = new ArrayList<>();
    while (merged.hasNext()) {
      assertThat(merged.held()).isLessThanOrEqualTo(shards.size() * pageSize);
      actual.add(merged.next().get("sk").s());
    }

    assertThat(actual).isEqualTo(expected);
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(merged::next);
  }

  @Property(tries = 1000)
  void sortKeysCompareAsTheirBytes(@ForAll String left, @ForAll String right) {
    if (isWellFormed(left) && isWellFormed(right)) {
      assertThat(Integer.signum(SortKeys.compare(left, right)))
          .isEqualTo(Integer.signum(utf8(left, right)));
    }
  }

  @Test
  void charactersBeyondTheBasicPlaneComeLast() {
    assertThat(SortKeys.compare("\uD83D\uDE00", "\uFFFD")).isPositive();
    assertThat("\uD83D\uDE00".compareTo("\uFFFD")).isNegative();
  }

  @Test
  void nothingIsReadBeforeTheFirstItemIsAskedFor() {
    Memory memory = new Memory(List.of("a"));
    MergedItems merged = new MergedItems(List.of(memory.pages(1)), "sk", 1);
    assertThat(merged.pages()).isZero();
    assertThat(merged.hasNext()).isTrue();
    assertThat(merged.pages()).isEqualTo(1);
  }

  @Test
  void afterAFailedReadItContinuesWhereItWas() {
    Memory flaky = new Memory(List.of("a", "c", "e"));
    Memory steady = new Memory(List.of("b", "d"));
    for (int threads = 1; threads <= 2; threads++) {
      MergedItems merged = new MergedItems(List.of(flaky.pages(1), steady.pages(1)), "sk", threads);
      List<String> actual = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        // Before its first item, and whenever the item before was its own.
        flaky.fail = i == 0 || i % 2 == 1;
        if (flaky.fail) {
          assertThatThrownBy(merged::next).hasMessage("throttled");
          flaky.fail = false;
        }
        actual.add(merged.next().get("sk").s());
      }
      assertThat(actual).containsExactly("a", "b", "c", "d", "e");
    }
  }

  /** A reader that asks again must see the same order. */
  @Test
  void itemsWithTheSameKeyComeInTheOrderOfTheirPartitions() {
    List<PageSource> sources = new ArrayList<>();
    for (int partition = 0; partition < 9; partition++) {
      String number = Integer.toString(partition);
      sources.add(
          () ->
              new Page(
                  List.of(
                      Map.of(
                          "sk", AttributeValue.fromS("same"),
                          "partition", AttributeValue.fromN(number))),
                  false));
    }
    List<String> order = new ArrayList<>();

    new MergedItems(sources, "sk", 1)
        .forEachRemaining(item -> order.add(item.get("partition").n()));

    assertThat(order).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
  }

  @Test
  void readingIsCountedInPagesAndWhatIsHeldInItems() {
    MergedItems merged =
        new MergedItems(
            List.of(new Memory(List.of("a", "c", "e")).pages(2), new Memory(List.of("b")).pages(2)),
            "sk",
            1);
    assertThat(merged.held()).isZero();

    merged.next();

    assertThat(merged.pages()).isEqualTo(2);
    assertThat(merged.held()).as("one of two, and the one of the other partition").isEqualTo(2);
    assertThat(merged.stream().map(item -> item.get("sk").s()))
        .as("what is left")
        .containsExactly("b", "c", "e");
  }

  /** Each partition waits for the other one: one after the other they would never be read. */
  @Test
  void partitionsAreReadSideBySideWhenReadingBegins() {
    CyclicBarrier both = new CyclicBarrier(2);
    PageSource source =
        () -> {
          try {
            both.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return new Page(List.of(Map.of("sk", AttributeValue.fromS("a"))), false);
        };

    assertThat(new MergedItems(List.of(source, source), "sk", 2).hasNext()).isTrue();
  }

  /** The keys of a partition, in memory. */
  private static final class Memory {
    private final List<String> keys;
    private boolean fail;

    Memory(List<String> keys) {
      this.keys = keys;
    }

    PageSource pages(int size) {
      Iterator<List<String>> pages =
          IntStream.rangeClosed(0, keys.size() / size)
              .mapToObj(
                  page ->
                      keys.subList(
                          Math.min(keys.size(), page * size),
                          Math.min(keys.size(), (page + 1) * size)))
              .iterator();
      return () -> {
        if (fail) {
          throw new IllegalStateException("throttled");
        }
        List<String> page = pages.next();
        return new Page(
            page.stream().map(sk -> Map.of("sk", AttributeValue.fromS(sk))).toList(),
            pages.hasNext());
      };
    }
  }

  private static int utf8(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
