package dev.cairn;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One committed state of a process, as the log lists it; the state itself is not read.
 *
 * @param process whose state it is
 * @param version of the entry that committed it; versions grow with time
 * @param progress how far the process was
 * @param time when it was committed, by the writer's clock: for people, not for ordering
 * @param items what the state is made of, in the order in which it was given
 * @param fallback what the process had gone back to before it, past damage; usually empty
 */
public record Checkpoint(
    ProcessId process,
    long version,
    Progress progress,
    Instant time,
    List<Item> items,
    Optional<Fallback> fallback) {
  /** Copies the list. */
  public Checkpoint {
    items = List.copyOf(items);
  }

  /**
   * A named part of a state.
   *
   * @param name unique in the checkpoint
   * @param codec the name of the codec that wrote it
   * @param bytes the size of what the codec wrote
   */
  public record Item(String name, String codec, long bytes) {}

  /** The size of what the codecs wrote, over all items. */
  public long bytes() {
    return items.stream().mapToLong(Item::bytes).sum();
  }

  @Override
  public String toString() {
    return "v" + version + " of " + process + " (" + progress + ")";
  }
}
