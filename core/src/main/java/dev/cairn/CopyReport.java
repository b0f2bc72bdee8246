package dev.cairn;

import java.util.List;

/**
 * What a copy did.
 *
 * @param from the process that the checkpoints come from
 * @param to the process that they are in now
 * @param copied the checkpoints that were copied, in the order in which they were committed
 * @param present the checkpoints that had been copied before
 * @param skipped the checkpoints that could not be read, and were not copied
 * @param parts how many parts of runs were copied
 */
public record CopyReport(
    ProcessId from,
    ProcessId to,
    List<Copied> copied,
    List<Copied> present,
    List<Skipped> skipped,
    long parts) {
  /** Copies the lists. */
  public CopyReport {
    copied = List.copyOf(copied);
    present = List.copyOf(present);
    skipped = List.copyOf(skipped);
  }

  /**
   * A checkpoint in both places.
   *
   * @param from its version where it comes from
   * @param to its version where it is now
   */
  public record Copied(long from, long to) {}
}
