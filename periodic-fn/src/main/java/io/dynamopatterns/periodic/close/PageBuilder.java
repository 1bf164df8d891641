package io.dynamopatterns.periodic.close;

import io.dynamopatterns.common.events.EventPublisher;
import io.dynamopatterns.periodic.table.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/** Gathers the events of a page within bounds of their number and of the memory they take. */
final class PageBuilder {
  /** Characters of content that are held at most. */
  private static final int MAX_CONTENT = 4 * 1024 * 1024;

  private final int maxEvents;
  private final List<StoredEvent> read = new ArrayList<>();
  private final List<StoredEvent> members = new ArrayList<>();
  private int lastGroupRead;
  private int lastGroupMembers;
  private long lastGroupContent;
  private long held;

  /**
   * @param maxEvents how many are read at most
   */
  PageBuilder(int maxEvents) {
    this.maxEvents = maxEvents;
  }

  /** Whether the page has as much as it may. */
  boolean isFull() {
    return read.size() >= maxEvents || held >= MAX_CONTENT;
  }

  /**
   * Adds the next event.
   *
   * @param member whether it is for the digests; if not, it only counts
   */
  void add(StoredEvent event, boolean member) {
    if (!read.isEmpty() && !read.getLast().key().group().equals(event.key().group())) {
      lastGroupRead = read.size();
      lastGroupMembers = members.size();
      lastGroupContent = 0;
    }
    read.add(member ? event : event.withoutContent());
    if (member) {
      members.add(event);
      hold(event);
    }
  }

  /** Whether there is more than one group. */
  boolean hasCompleteGroup() {
    return lastGroupRead > 0;
  }

  /** Takes the last group off the page, which may continue, and returns its events. */
  List<StoredEvent> removeLastGroup() {
    List<StoredEvent> group = List.copyOf(read.subList(lastGroupRead, read.size()));
    read.subList(lastGroupRead, read.size()).clear();
    members.subList(lastGroupMembers, members.size()).clear();
    return group;
  }

  /** The event that was added last. */
  StoredEvent last() {
    return read.getLast();
  }

  /** The events for the digests. */
  List<StoredEvent> members() {
    return members;
  }

  /** A group that no event can carry is put away at once: its digest will be a pointer. */
  private void hold(StoredEvent event) {
    int content = event.json().map(String::length).orElse(0);
    boolean tooLarge = lastGroupContent > EventPublisher.MAX_BYTES;
    lastGroupContent += content;
    if (lastGroupContent <= EventPublisher.MAX_BYTES) {
      held += content;
    } else {
      held -= tooLarge ? 0 : lastGroupContent - content;
      members.subList(lastGroupMembers, members.size()).replaceAll(StoredEvent::withoutContent);
      read.subList(lastGroupRead, read.size()).replaceAll(StoredEvent::withoutContent);
    }
  }
}
