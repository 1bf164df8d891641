package io.dynamopatterns.history.read;

import io.dynamopatterns.common.Deadline;
import io.dynamopatterns.common.request.AnswerPage;
import io.dynamopatterns.common.request.BadRequestException;
import io.dynamopatterns.common.request.JsonSize;
import io.dynamopatterns.history.entry.Entry;
import io.dynamopatterns.history.read.AsOfAnswer.State;
import io.dynamopatterns.history.table.HistoryTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Answers questions about the history of an item. */
public final class HistoryReader {
  /** Of the images of a page's entries, shown or not: this much is read and decoded in seconds. */
  private static final int MAX_READ = 20_000_000;

  private static final int AS_OF_PAGE = 4;

  private final HistoryTable table;

  public HistoryReader(HistoryTable table) {
    this.table = table;
  }

  /**
   * A page of the history: as many entries as were asked for, fit an answer and can be read in the
   * time; at least one.
   */
  public VersionsPage versions(HistoryReadRequest.Versions request, Deadline deadline) {
    return switch (request.order()) {
      case OLDEST_FIRST -> oldestFirst(request, deadline);
      case NEWEST_FIRST -> newestFirst(request, deadline);
    };
  }

  /** The item as it was at the end of a millisecond. */
  public AsOfAnswer asOf(HistoryReadRequest.AsOf request) {
    Iterator<Entry> back = table.newestFirstUntil(request.item(), request.time(), AS_OF_PAGE);
    while (back.hasNext()) {
      Entry entry = back.next();
      // A baseline sorts before what it may have seen, but is known only since it was read.
      if (!entry.time().isAfter(request.time())) {
        Version version = Version.of(back.hasNext() ? back.next() : null, entry);
        return new AsOfAnswer(
            version.deleted() ? State.DELETED : State.EXISTS, Optional.of(version));
      }
    }
    return new AsOfAnswer(State.UNKNOWN, Optional.empty());
  }

  private VersionsPage oldestFirst(HistoryReadRequest.Versions request, Deadline deadline) {
    // The page starts with the last entry of the page before, because it shows what the next one
    // replaced.
    Iterator<Entry> entries =
        request.after().isPresent()
            ? table.oldestFirstFrom(request.item(), request.after().get(), pageHint(request))
            : table.oldestFirst(request.item(), pageHint(request));
    Page page = new Page(request, deadline);
    Entry previous = null;
    boolean full = false;
    while (entries.hasNext() && !full) {
      Entry entry = entries.next();
      if (!request.after().equals(Optional.of(entry.position()))) {
        full = !page.add(Version.of(previous, entry));
      }
      previous = entry;
    }
    return page.end();
  }

  private VersionsPage newestFirst(HistoryReadRequest.Versions request, Deadline deadline) {
    Iterator<Entry> entries =
        request.after().isPresent()
            ? table.newestFirstBefore(request.item(), request.after().get(), pageHint(request))
            : table.newestFirst(request.item(), pageHint(request));
    Page page = new Page(request, deadline);
    Entry entry = entries.hasNext() ? entries.next() : null;
    boolean full = false;
    while (entry != null && !full) {
      Entry previous = entries.hasNext() ? entries.next() : null;
      full = !page.add(Version.of(previous, entry));
      entry = previous;
    }
    return page.end();
  }

  /** The entries of the page, one neighbour, and one item more that shows where that ends. */
  private static int pageHint(HistoryReadRequest.Versions request) {
    return request.page().limit() + 2;
  }

  /** Collects versions until the answer is full, or what may be read is reached. */
  private static final class Page {
    private final ImagesShown images;
    private final AnswerPage answer;
    private final List<Version> versions = new ArrayList<>();
    private int read;

    Page(HistoryReadRequest.Versions request, Deadline deadline) {
      this.images = request.images();
      this.answer = new AnswerPage(request.page(), deadline);
    }

    /** Adds a version, unless the page is full. */
    boolean add(Version version) {
      String position = version.entry().position().toString();
      // The other images would fill the memory.
      Version shown = version.showing(images);
      long size = JsonSize.of(HistoryAnswers.version(shown, images)) + 1;
      if (versions.isEmpty() && size > AnswerPage.MAX_BYTES) {
        throw new BadRequestException(
            "images",
            "must be NEW or NONE: those of the entry at %s do not fit an answer; as-of shows one item"
                .formatted(position));
      }
      if (read >= MAX_READ) {
        answer.end();
      }
      if (answer.isAtEnd() || !answer.take(position, size)) {
        return false;
      }
      versions.add(shown);
      read += version.entry().imagesSize();
      return true;
    }

    VersionsPage end() {
      return new VersionsPage(List.copyOf(versions), answer.next());
    }
  }
}
