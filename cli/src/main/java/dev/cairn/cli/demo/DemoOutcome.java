package dev.cairn.cli.demo;

import dev.cairn.examples.backtest.UnitResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came out of the demonstration.
 *
 * @param process whose checkpoints there are
 * @param start what there was at the beginning
 * @param kill of the driver; empty when it was not killed
 * @param units of the sweep
 * @param restored units that the last start found done
 * @param computed units that the last start computed
 * @param digest of all results, computed from what is in the store
 * @param uninterruptedDigest of the sweep that nobody interrupted; empty when there was none
 * @param best results, best first
 * @param report the file that was written
 * @param seconds from the beginning to the end, without the uninterrupted sweep
 */
public record DemoOutcome(
    String process,
    Start start,
    Optional<Kill> kill,
    long units,
    long restored,
    long computed,
    String digest,
    Optional<String> uninterruptedDigest,
    List<UnitResult> best,
    Path report,
    double seconds) {
  /** Copies the list. */
  public DemoOutcome {
    best = List.copyOf(best);
  }

  /** What was there at the beginning. */
  public enum Start {
    /** Nothing: a new process was begun. */
    NEW,
    /** A run that somebody interrupted: it went on. */
    UNFINISHED,
    /** A run that was done, of a process that was asked for: its results were looked at again. */
    COMPLETED
  }

  /**
   * The end of the first driver.
   *
   * @param pid of its process
   * @param reported units that it had reported as done
   * @param durable units whose results were in the store after its death
   */
  public record Kill(long pid, long reported, long durable) {}

  /** Whether the results are those of a sweep that nobody interrupted, as far as was asked. */
  public boolean correct() {
    return uninterruptedDigest.map(digest::equals).orElse(true);
  }
}
