package dev.cairn.internal.archive;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code checkpoints.json} of an export says: the first file in it, from which every other one
 * follows. See {@code docs/format-export.md}.
 *
 * @param format of the export
 * @param process that the checkpoints come from, as {@code type/name}
 * @param checkpoints oldest first
 * @param runs that are open or that one of the checkpoints closed, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportIndex(
    int format, String process, List<CheckpointEntry> checkpoints, List<RunEntry> runs) {
  /** The format that is written here, and the only one that is read. */
  public static final int FORMAT = 1;

  /** The path of the index in the archive. */
  public static final String PATH = "checkpoints.json";

  /** The path of the digests of all files, in the form that {@code sha256sum} reads. */
  public static final String SUMS = "SHA256SUMS";

  /** The most parts of runs that one export holds. */
  public static final int MAX_PARTS = 100_000;

  /** Copies the lists. */
  public ExportIndex {
    requireNonNull(process);
    checkpoints = List.copyOf(checkpoints);
    runs = List.copyOf(runs);
  }

  /**
   * A checkpoint.
   *
   * @param version in the log that it comes from
   * @param step from 0
   * @param totalSteps or null when the end is not known
   * @param status of the process then
   * @param time when it was saved
   * @param metrics by name
   * @param reason why it failed or stopped, or null
   * @param pinned whether it is pinned
   * @param tags that name it
   * @param items in order
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CheckpointEntry(
      long version,
      long step,
      @Nullable Long totalSteps,
      Status status,
      Instant time,
      SortedMap<String, Double> metrics,
      @Nullable String reason,
      boolean pinned,
      SortedMap<String, TagEntry> tags,
      List<ItemEntry> items) {
    /** Copies the collections. */
    public CheckpointEntry {
      requireNonNull(status);
      requireNonNull(time);
      metrics.values().forEach(Objects::requireNonNull);
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
      tags.values().forEach(Objects::requireNonNull);
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
      items = List.copyOf(items);
    }
  }

  /**
   * A tag.
   *
   * @param expires when it goes; null when it stays
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TagEntry(@Nullable Instant expires) {}

  /**
   * An item.
   *
   * @param name unique in the checkpoint
   * @param codec the name of the codec that wrote it
   * @param bytes the size of what that wrote
   * @param sha256 of the same, 64 lower-case hexadecimal digits
   * @param path of the file with the bytes, see {@link #path(long, String)}
   */
  public record ItemEntry(String name, String codec, long bytes, String sha256, String path) {
    /** Refuses what is absent. */
    public ItemEntry {
      requireNonNull(name);
      requireNonNull(codec);
      requireNonNull(sha256);
      requireNonNull(path);
    }
  }

  /**
   * A run.
   *
   * @param version of the entry that registered it, in the log that it comes from
   * @param time when it was registered
   * @param fingerprint of its definition
   * @param definition the fields by their names
   * @param completedBy the version of the checkpoint of this export that closed it, or null
   * @param parts how many there are
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunEntry(
      long version,
      Instant time,
      String fingerprint,
      SortedMap<String, String> definition,
      @Nullable Long completedBy,
      int parts) {
    /** Copies the definition. */
    public RunEntry {
      requireNonNull(time);
      requireNonNull(fingerprint);
      definition.values().forEach(Objects::requireNonNull);
      definition = Collections.unmodifiableSortedMap(new TreeMap<>(definition));
    }
  }

  /** Where the bytes of an item are. */
  public static String path(long version, String item) {
    return "v" + version + "/" + item;
  }

  /** A line of {@link #SUMS}. */
  public static String sum(String sha256, String path) {
    return sha256 + "  " + path + "\n";
  }
}
