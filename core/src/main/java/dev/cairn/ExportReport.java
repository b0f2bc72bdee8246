package dev.cairn;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export did.
 *
 * @param process that the checkpoints belong to
 * @param file that holds them
 * @param bytes the size of the file
 * @param checkpoints in the file, oldest first
 * @param skipped the checkpoints that could not be read, and are not in it
 * @param parts how many parts of runs are in it
 */
public record ExportReport(
    ProcessId process,
    Path file,
    long bytes,
    List<Checkpoint> checkpoints,
    List<Skipped> skipped,
    long parts) {
  /** Copies the lists. */
  public ExportReport {
    checkpoints = List.copyOf(checkpoints);
    skipped = List.copyOf(skipped);
  }
}
