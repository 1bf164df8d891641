package io.dynamopatterns.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {
  /** Each call waits for the other: one after the other they would never end. */
  @Test
  void callsAreMadeSideBySideAndTheirResultsAreInOrder() {
    CyclicBarrier both = new CyclicBarrier(2);

    assertThat(Together.all(2, List.of(meeting(both, "a"), meeting(both, "b"))))
        .containsExactly("a", "b");
  }

  private static Supplier<String> meeting(CyclicBarrier others, String result) {
    return () -> {
      try {
        others.await(10, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return result;
    };
  }

  @Test
  void aFailureIsThrownWhenAllCallsHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    List<Supplier<Integer>> calls =
        IntStream.range(0, 20)
            .<Supplier<Integer>>mapToObj(
                number ->
                    () -> {
                      ended.incrementAndGet();
                      if (number == 3) {
                        throw new UnsupportedOperationException("the third");
                      }
                      return number;
                    })
            .toList();

    assertThatThrownBy(() -> Together.all(4, calls))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(ended).hasValue(20);
  }

  @Test
  void noCallsHaveNoResults() {
    assertThat(Together.all(4, List.<Supplier<String>>of())).isEmpty();
  }

  @Test
  void anInterruptedThreadHasNoResults() {
    Thread.currentThread().interrupt();
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> Together.all(1, List.<Supplier<String>>of(() -> "a")));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
