package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<RunRow> runs) {
  /** Checks the numbers and the order of the rows, and copies the lists. */
  public Manifest {
    requireNonNull(process);
    requireNonNull(kind);
    requireNonNull(writeId);
    requireNonNull(time);
    requireNonNull(writer);
    live = List.copyOf(live);
    retired = List.copyOf(retired);
    runs = List.copyOf(runs);
    if (version < 1
        || epoch < 1
        || epoch > version
        || (kind == EntryKind.CLAIM && epoch != version)) {
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
    return new Index(live, retired, runs);
  }

  /** The newest checkpoint that is kept. */
  public Optional<CheckpointRow> newest() {
    return live.isEmpty() ? Optional.empty() : Optional.of(live.get(live.size() - 1));
  }

  /**
   * The part of a manifest that entries hand on.
   *
   * @param live see {@link Manifest}
   * @param retired see {@link Manifest}
   * @param runs see {@link Manifest}
   */
  public record Index(List<CheckpointRow> live, List<RetiredRow> retired, List<RunRow> runs) {
    /** Of a process that has nothing yet. */
    public static final Index EMPTY = new Index(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Index {
      live = List.copyOf(live);
      retired = List.copyOf(retired);
      runs = List.copyOf(runs);
    }

    /** The same with one checkpoint more, the newest. */
    public Index with(CheckpointRow row) {
      var more = new ArrayList<>(live);
      more.add(row);
      return new Index(more, retired, runs);
    }
  }
}
