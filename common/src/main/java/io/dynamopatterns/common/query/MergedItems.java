package io.dynamopatterns.common.query;

import io.dynamopatterns.common.Together;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of several partitions as one sequence, by a merge with a heap. It holds one page of
 * each partition at most, so its memory does not grow with what is read.
 *
 * <p>Not for use by several threads at once.
 */
public final class MergedItems implements Iterator<Map<String, AttributeValue>> {
  private final List<Partition> partitions = new ArrayList<>();

  /** Those whose next item is not known yet. */
  private final List<Partition> unread = new ArrayList<>();

  private final PriorityQueue<Partition> heap =
      new PriorityQueue<>(
          Comparator.comparing(this::sortKey, SortKeys::compare)
              .thenComparing(partition -> partition.place));

  private final String sortKey;
  private final int threads;

  /**
   * @param sources the partitions
   * @param sortKey the name of the sort key
   * @param threads how many of them are read at once, when reading begins
   */
  public MergedItems(List<? extends PageSource> sources, String sortKey, int threads) {
    this.sortKey = sortKey;
    for (PageSource source : sources) {
      partitions.add(new Partition(partitions.size(), source));
    }
    unread.addAll(partitions);
    this.threads = threads;
  }

  /**
   * @throws RuntimeException what a {@link PageSource} throws; nothing is lost then, and it may be
   *     asked again
   */
  @Override
  public boolean hasNext() {
    read();
    return !heap.isEmpty();
  }

  /**
   * @throws RuntimeException what a {@link PageSource} throws; nothing is lost then, and it may be
   *     asked again
   */
  @Override
  public Map<String, AttributeValue> next() {
    read();
    Partition lowest = heap.poll();
    if (lowest == null) {
      throw new NoSuchElementException();
    }
    Map<String, AttributeValue> item = lowest.take();
    if (lowest.hasItem()) {
      heap.add(lowest);
    } else {
      unread.add(lowest);
    }
    return item;
  }

  /** What is left of the items, as a stream. */
  public Stream<Map<String, AttributeValue>> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false);
  }

  /** How many pages were read so far. */
  public long pages() {
    return partitions.stream().mapToLong(partition -> partition.pages).sum();
  }

  /** How many items are held in memory now. */
  public int held() {
    return partitions.stream().mapToInt(partition -> partition.items.size()).sum();
  }

  private String sortKey(Partition partition) {
    return partition.items.getFirst().get(sortKey).s();
  }

  /** Gives every partition an item, or finds that it has none left. */
  private void read() {
    if (unread.isEmpty()) {
      return;
    }
    int together = Math.min(threads, unread.size());
    if (together == 1) {
      unread.forEach(Partition::read);
    } else {
      Together.all(
          together, unread.stream().<Supplier<Boolean>>map(partition -> partition::read).toList());
    }
    unread.stream().filter(Partition::hasItem).forEach(heap::add);
    unread.clear();
  }

  /** One partition and the rest of the page that was read last. */
  private static final class Partition {
    private final int place;
    private final PageSource source;
    private final Deque<Map<String, AttributeValue>> items = new ArrayDeque<>();
    private boolean more = true;
    private long pages;

    Partition(int place, PageSource source) {
      this.place = place;
      this.source = source;
    }

    /** Reads pages until there is an item, or no page any more. */
    boolean read() {
      while (items.isEmpty() && more) {
        PageSource.Page page = source.next();
        pages++;
        items.addAll(page.items());
        more = page.more();
      }
      return hasItem();
    }

    boolean hasItem() {
      return !items.isEmpty();
    }

    Map<String, AttributeValue> take() {
      return items.removeFirst();
    }
  }
}
