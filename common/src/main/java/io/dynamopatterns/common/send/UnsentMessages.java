package io.dynamopatterns.common.send;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;

/**
 * Messages that are neither delivered nor refused, by their places in the order. The first of each
 * key is known at once: many messages of one key would be passed over for each request otherwise.
 */
final class UnsentMessages<M extends Keyed> {
  private final List<M> messages;
  private final NavigableSet<Integer> heads = new TreeSet<>();
  private final Map<String, Queue<Integer>> after = new HashMap<>();
  private int size;

  UnsentMessages(List<M> messages) {
    this.messages = List.copyOf(messages);
    this.size = messages.size();
    for (int place = 0; place < size; place++) {
      Queue<Integer> before = after.get(messages.get(place).key());
      if (before == null) {
        after.put(messages.get(place).key(), new ArrayDeque<>());
        heads.add(place);
      } else {
        before.add(place);
      }
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  M at(int place) {
    return messages.get(place);
  }

  /** The first message. */
  M first() {
    return at(heads.first());
  }

  /** The places of the first message of each key, in their order. */
  Iterable<Integer> heads() {
    return heads;
  }

  /** Takes the first message of a key out: the next one of the key may be sent. */
  void settle(int head) {
    heads.remove(head);
    Integer next = after.get(at(head).key()).poll();
    if (next != null) {
      heads.add(next);
    }
    size--;
  }

  /** All messages, in their order. */
  List<M> left() {
    List<Integer> places = new ArrayList<>(heads);
    after.values().forEach(places::addAll);
    Collections.sort(places);
    List<M> left = new ArrayList<>();
    places.forEach(place -> left.add(at(place)));
    return left;
  }
}
