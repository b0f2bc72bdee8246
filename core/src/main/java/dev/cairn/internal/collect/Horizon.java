package dev.cairn.internal.collect;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.WholeIndex;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far somebody sees who collects garbage: what one entry says that was the newest of its log at
 * some moment.
 *
 * @param objects under {@code data/} that it names, by their keys relative to the folder of the
 *     process
 * @param checkpoints the versions that can be read
 * @param runs the folders of the registered runs, relative to the folder of the process
 * @param version of that entry
 * @param epoch of that entry
 */
public record Horizon(
    Set<String> objects, Set<Long> checkpoints, Set<String> runs, long version, long epoch) {
  /** Copies the sets. */
  public Horizon {
    objects = Set.copyOf(objects);
    checkpoints = Set.copyOf(checkpoints);
    runs = Set.copyOf(runs);
  }

  /**
   * What a manifest says, with what is in its pages. Throws as {@link WholeIndex} does: who cannot
   * see everything that is needed sees no garbage.
   */
  public static Horizon of(Manifest newest, Pages pages) {
    WholeIndex index = new WholeIndex(newest.index(), pages);
    return new Horizon(
        index.objects().collect(Collectors.toSet()),
        index.readable().map(CheckpointRow::version).collect(Collectors.toSet()),
        index.runs().stream().map(RunRow::folder).collect(Collectors.toSet()),
        newest.version(),
        newest.epoch());
  }
}
