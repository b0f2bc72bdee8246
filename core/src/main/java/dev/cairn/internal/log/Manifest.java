package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param live the checkpoints that are kept, oldest first
 * @param retired those that are not, but can still be read, oldest first
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
    List<CheckpointRow> live,
    List<RetiredRow> retired,
    List<RunRow> runs,
    SortedSet<Long> pins,
    SortedMap<String, TagRow> tags) {
  /** Checks the numbers and the order of the rows, and copies the lists. */
  public Manifest {
    requireNonNull(process);
    requireNonNull(kind);
    if (!WriteIds.isOne(writeId) || (previous != null && !WriteIds.isOne(previous))) {
      throw new IllegalArgumentException("a write id is 32 lower-case hexadecimal digits");
    }
    requireNonNull(time);
    requireNonNull(writer);
    live = List.copyOf(live);
    retired = List.copyOf(retired);
    runs = List.copyOf(runs);
    pins = Collections.unmodifiableSortedSet(new TreeSet<>(pins));
    tags.values().forEach(Objects::requireNonNull);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    if (epoch < 1 || epoch > version || (kind == EntryKind.CLAIM) != (epoch == version)) {
      throw new IllegalArgumentException(kind + " v" + version + " in epoch " + epoch);
    }
    long before = 0;
    for (CheckpointRow row : live) {
      if (row.version() <= before || row.version() > version) {
        throw new IllegalArgumentException(
            "the index lists v" + row.version() + " after v" + before);
      }
      before = row.version();
    }
  }

  /** The index without the facts of one entry: what the next entry is built from. */
  public Index index() {
    return new Index(live, retired, runs, pins, tags);
  }

  /** The newest checkpoint that is kept. */
  public Optional<CheckpointRow> newest() {
    return index().newest();
  }

  /**
   * The part of a manifest that entries hand on.
   *
   * @param live see {@link Manifest}
   * @param retired see {@link Manifest}
   * @param runs see {@link Manifest}
   * @param pins see {@link Manifest}
   * @param tags see {@link Manifest}
   */
  public record Index(
      List<CheckpointRow> live,
      List<RetiredRow> retired,
      List<RunRow> runs,
      SortedSet<Long> pins,
      SortedMap<String, TagRow> tags) {
    /** Of a process that has nothing yet. */
    public static final Index EMPTY = new Index(List.of(), List.of(), List.of());

    /** Copies the collections. */
    public Index {
      live = List.copyOf(live);
      retired = List.copyOf(retired);
      runs = List.copyOf(runs);
      pins = Collections.unmodifiableSortedSet(new TreeSet<>(pins));
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** An index without pins and tags. */
    public Index(List<CheckpointRow> live, List<RetiredRow> retired, List<RunRow> runs) {
      this(live, retired, runs, Collections.emptySortedSet(), Collections.emptySortedMap());
    }

    /** The newest checkpoint that is kept. */
    public Optional<CheckpointRow> newest() {
      return live.isEmpty() ? Optional.empty() : Optional.of(live.get(live.size() - 1));
    }

    /** Whether a checkpoint is kept. */
    public boolean isLive(long version) {
      return live.stream().anyMatch(row -> row.version() == version);
    }

    /** The checkpoints that can be read: those that are kept, and those that are retired. */
    public Stream<CheckpointRow> readable() {
      return Stream.concat(live.stream(), retired.stream().map(RetiredRow::checkpoint));
    }

    /**
     * The objects under {@code data/} that it names, by their keys relative to the folder of the
     * process; one that is named twice may come twice. What it does not give is taken for garbage.
     */
    public Stream<String> objects() {
      return readable().flatMap(CheckpointRow::objects).map(ChunkRow.StoredObject::key);
    }

    /** The same with one checkpoint more, the newest. */
    public Index with(CheckpointRow row) {
      var more = new ArrayList<>(live);
      more.add(row);
      return new Index(more, retired, runs, pins, tags);
    }

    /** The same with other runs. */
    public Index withRuns(List<RunRow> other) {
      return new Index(live, retired, other, pins, tags);
    }

    /** The same with other pins. */
    public Index withPins(SortedSet<Long> other) {
      return new Index(live, retired, runs, other, tags);
    }

    /** The same with other tags. */
    public Index withTags(SortedMap<String, TagRow> other) {
      return new Index(live, retired, runs, pins, other);
    }
  }
}
