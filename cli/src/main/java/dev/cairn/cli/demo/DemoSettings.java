package dev.cairn.cli.demo;

import dev.cairn.ProcessId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the demonstration is to go.
 *
 * @param store the URI of the store
 * @param process to work on; empty for the demonstration that is not finished, or a new one
 * @param units of the sweep, from the first of the grid on
 * @param cores of the first start
 * @param resumedCores of the start after the kill
 * @param killAt the share of the units that are done when the driver is killed, between 0 and 1;
 *     empty for never
 * @param comparison what the results are compared with
 * @param report the file to write
 * @param logs the folder for what the drivers log
 */
public record DemoSettings(
    String store,
    Optional<ProcessId> process,
    long units,
    int cores,
    int resumedCores,
    OptionalDouble killAt,
    Comparison comparison,
    Path report,
    Path logs) {
  /** What the results of the interrupted sweep are compared with. */
  public enum Comparison {
    /** With some units that are computed again, one by one and without Spark. */
    SAMPLE,
    /** With these, and with all results of a sweep that nobody interrupts. */
    UNINTERRUPTED_SWEEP
  }
}
