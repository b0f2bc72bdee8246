package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cairn.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says: the whole state of the process's index, so that the newest entry alone is the
 * whole truth.
 *
 * @param process the process that the log belongs to, as {@code type/name}
 * @param version of this entry: its place in the log
 * @param kind what the entry is for
 * @param epoch the version of the claim that it stands under
 * @param writeId random, 32 hexadecimal digits: by it a writer knows its own entry again
 * @param previous the write id of the entry that this one was built on, or null for the first
 * @param time of the clock of who wrote it
 * @param writer who wrote it
 * @param pages the older ones of the checkpoints that are kept, in objects of their own, oldest
 *     first; most processes have none
 * @param tail the newer ones, oldest first: all of them where there are no pages
 * @param retiredPages those that are kept no longer but can still be read, in objects of their own
 * @param retiredTail the ones of them that are in no page
 * @param runs the registered runs, oldest first
 * @param pins the versions of live checkpoints that are kept whatever the policy says
 * @param tags names for live checkpoints, which are kept as long as they have one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    String process,
    long version,
    EntryKind kind,
    long epoch,
    String writeId,
    @Nullable String previous,
    Instant time,
    Writer writer,
    List<PageRow> pages,
    @JsonProperty("live") List<CheckpointRow> tail,
    List<RetiredPageRow> retiredPages,
    @JsonProperty("retired") List<RetiredRow> retiredTail,
    List<RunRow> runs,
    SortedSet<Long> pins,
    SortedMap<String, TagRow> tags) {
  /** Checks the numbers and the order of the rows, and copies the lists. */
  public Manifest {
    requireNonNull(process);
    LogKeys.checkVersion(version);
    requireNonNull(kind);
    if (!WriteIds.isOne(writeId) || (previous != null && !WriteIds.isOne(previous))) {
      throw new IllegalArgumentException("a write id is 32 lower-case hexadecimal digits");
    }
    requireNonNull(time);
    requireNonNull(writer);
    pages = List.copyOf(pages);
    tail = List.copyOf(tail);
    retiredPages = List.copyOf(retiredPages);
    retiredTail = List.copyOf(retiredTail);
    runs = List.copyOf(runs);
    pins.forEach(LogKeys::checkVersion);
    pins = Collections.unmodifiableSortedSet(new TreeSet<>(pins));
    tags.values().forEach(Objects::requireNonNull);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    if (epoch < 1 || epoch > version || (kind == EntryKind.CLAIM) != (epoch == version)) {
      throw new IllegalArgumentException(kind + " v" + version + " in epoch " + epoch);
    }
    long before = 0;
    for (PageRow page : pages) {
      if (page.first() <= before || page.last() > version) {
        throw new IllegalArgumentException(
            "the index lists a page from v" + page.first() + " after v" + before);
      }
      before = page.last();
    }
    for (CheckpointRow row : tail) {
      if (row.version() <= before || row.version() > version) {
        throw new IllegalArgumentException(
            "the index lists v" + row.version() + " after v" + before);
      }
      before = row.version();
    }
  }

  /** The index without the facts of one entry: what the next entry is built from. */
  public Index index() {
    return new Index(pages, tail, retiredPages, retiredTail, runs, pins, tags);
  }

  /** The checkpoint that this entry committed; empty when it did not commit one. */
  public Optional<CheckpointRow> committed() {
    return kind == EntryKind.COMMIT && !tail.isEmpty()
        ? Optional.of(tail.get(tail.size() - 1)).filter(row -> row.version() == version)
        : Optional.empty();
  }

  /**
   * The part of a manifest that entries hand on, as it stands there: with the names of pages, and
   * not what is in them. {@link WholeIndex} has all of it.
   *
   * @param pages see {@link Manifest}
   * @param tail see {@link Manifest}
   * @param retiredPages see {@link Manifest}
   * @param retiredTail see {@link Manifest}
   * @param runs see {@link Manifest}
   * @param pins see {@link Manifest}
   * @param tags see {@link Manifest}
   */
  public record Index(
      List<PageRow> pages,
      List<CheckpointRow> tail,
      List<RetiredPageRow> retiredPages,
      List<RetiredRow> retiredTail,
      List<RunRow> runs,
      SortedSet<Long> pins,
      SortedMap<String, TagRow> tags) {
    /** Of a process that has nothing yet. */
    public static final Index EMPTY =
        new Index(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Collections.emptySortedSet(),
            Collections.emptySortedMap());

    /** Copies the collections. */
    public Index {
      pages = List.copyOf(pages);
      tail = List.copyOf(tail);
      retiredPages = List.copyOf(retiredPages);
      retiredTail = List.copyOf(retiredTail);
      runs = List.copyOf(runs);
      pins = Collections.unmodifiableSortedSet(new TreeSet<>(pins));
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** The pages of both kinds. */
    public Stream<PageRow> allPages() {
      return Stream.concat(pages.stream(), retiredPages.stream().map(RetiredPageRow::page));
    }

    /** The checkpoints that are in no page and can be read, whether they are kept or retired. */
    public Stream<CheckpointRow> unsealed() {
      return Stream.concat(tail.stream(), retiredTail.stream().map(RetiredRow::checkpoint));
    }

    /** The same with one checkpoint more, the newest. */
    public Index with(CheckpointRow row) {
      var more = new ArrayList<>(tail);
      more.add(row);
      return withTail(more);
    }

    /** The same with other pages of what is kept. */
    public Index withPages(List<PageRow> other) {
      return new Index(other, tail, retiredPages, retiredTail, runs, pins, tags);
    }

    /** The same with other rows of what is kept and is in no page. */
    public Index withTail(List<CheckpointRow> other) {
      return new Index(pages, other, retiredPages, retiredTail, runs, pins, tags);
    }

    /** The same with other pages of what is retired. */
    public Index withRetiredPages(List<RetiredPageRow> other) {
      return new Index(pages, tail, other, retiredTail, runs, pins, tags);
    }

    /** The same with other rows of what is retired and is in no page. */
    public Index withRetiredTail(List<RetiredRow> other) {
      return new Index(pages, tail, retiredPages, other, runs, pins, tags);
    }

    /** The same with other runs. */
    public Index withRuns(List<RunRow> other) {
      return new Index(pages, tail, retiredPages, retiredTail, other, pins, tags);
    }

    /** The same with other pins. */
    public Index withPins(SortedSet<Long> other) {
      return new Index(pages, tail, retiredPages, retiredTail, runs, other, tags);
    }

    /** The same with other tags. */
    public Index withTags(SortedMap<String, TagRow> other) {
      return new Index(pages, tail, retiredPages, retiredTail, runs, pins, other);
    }
  }
}
