package dev.cairn.internal.collect;

import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.WholeIndex;
import java.util.HashSet;
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
    Set<String> objects = new HashSet<>();
    Set<Long> checkpoints = new HashSet<>();
    // One pass, since each page may be a request.
    index
        .readable()
        .forEach(
            row -> {
              checkpoints.add(row.version());
              row.objects().map(ChunkRow.StoredObject::key).forEach(objects::add);
            });
    newest.index().allPages().map(PageRow::object).forEach(objects::add);
    Set<String> runs = index.runs().stream().map(RunRow::folder).collect(Collectors.toSet());
    return new Horizon(objects, checkpoints, runs, newest.version(), newest.epoch());
  }
}
