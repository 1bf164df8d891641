package io.dynamopatterns.sim.pattern.versioned;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The oracle: what the writers of one list did and were answered, checked as Elle checks appends.
 * Each element is appended by one operation only, so the final list is the order of all writes, and
 * every list that was read shows how many of them its reader had seen.
 */
final class Appends {
  /** What an outcome says about how often the element was appended. */
  enum Claim {
    ONCE,
    NEVER,
    UNKNOWN
  }

  private record Append(String element, Claim claim, Instant from, Instant to) {}

  private record Read(List<String> list, Instant from, Instant to) {}

  /**
   * A list from its beginning to its deletion or expiry.
   *
   * @param elements its last state
   * @param again what it may have in common with an earlier one: if nothing is left of a deleted
   *     list, a retry of its create, or a late request of it, can store it again. A write that was
   *     under way can then run in both, once in each (see "Items that are deleted and created
   *     again" in the README of common)
   */
  record Life(List<String> elements, Set<String> again) {}

  private final List<Append> appends = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();

  void appended(String element, Claim claim, Instant from, Instant to) {
    appends.add(new Append(element, claim, from, to));
  }

  void read(List<String> list, Instant from, Instant to) {
    reads.add(new Read(list, from, to));
  }

  /**
   * What is not as the outcomes say.
   *
   * @param lives the list from each beginning to its end, in order
   * @param expires whether a list that was read as empty may have expired
   */
  Optional<String> fault(List<Life> lives, boolean expires) {
    List<String> last = lives.stream().flatMap(life -> life.elements().stream()).toList();
    Set<String> elements = new HashSet<>();
    for (Life life : lives) {
      Set<String> own = new HashSet<>();
      for (String element : life.elements()) {
        boolean allowed = !elements.contains(element) || life.again().contains(element);
        if (!own.add(element) || !allowed) {
          return Optional.of("an element is in the list twice: " + lives);
        }
      }
      elements.addAll(own);
    }
    for (Append append : appends) {
      boolean there = elements.contains(append.element());
      if (there && append.claim() == Claim.NEVER) {
        return Optional.of(append + " is in the list");
      }
      if (!there && append.claim() == Claim.ONCE) {
        return Optional.of(append + " is not in the list " + last);
      }
    }
    return staleRead(lives, expires).or(() -> reordered(last));
  }

  private Optional<String> staleRead(List<Life> lives, boolean expires) {
    for (Read read : reads) {
      // Of a list that is empty it is unknown after which deletion it was read.
      boolean unknown = read.list().isEmpty() && (expires || lives.size() > 1);
      int life = unknown ? lives.size() : life(lives, read);
      if (life < 0) {
        return Optional.of(read + " is not a prefix of " + lives);
      }
      Set<String> later = new HashSet<>();
      for (Life following : lives.subList(life, lives.size())) {
        following.elements().stream()
            .filter(element -> !following.again().contains(element))
            .forEach(later::add);
      }
      for (Append append : appends) {
        if (append.claim() == Claim.ONCE
            && append.to().isBefore(read.from())
            && later.contains(append.element())
            && !read.list().contains(append.element())) {
          return Optional.of(read + " misses " + append);
        }
      }
    }
    return Optional.empty();
  }

  /** The last life that a read may be of; negative if there is none. */
  private static int life(List<Life> lives, Read read) {
    int size = read.list().size();
    for (int life = lives.size() - 1; life >= 0; life--) {
      List<String> list = lives.get(life).elements();
      if (size <= list.size() && list.subList(0, size).equals(read.list())) {
        return life;
      }
    }
    return read.list().isEmpty() ? lives.size() : -1;
  }

  /** An append that had ended before another began comes before it in the list. */
  private Optional<String> reordered(List<String> last) {
    for (Append first : appends) {
      for (Append second : appends) {
        if (first.claim() == Claim.ONCE
            && second.claim() == Claim.ONCE
            && first.to().isBefore(second.from())
            && last.indexOf(first.element()) > last.indexOf(second.element())) {
          return Optional.of(first + " ended before " + second + " began, and comes after it");
        }
      }
    }
    return Optional.empty();
  }
}
