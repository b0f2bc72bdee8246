package dev.cairn.spark;

import java.util.OptionalLong;

/**
 * How far a run has come.
 *
 * @param phase what is being done
 * @param units of the whole run
 * @param restored units whose results were in the store when this driver started
 * @param computed units whose results this driver's tasks stored; those of a running task are
 *     counted when it ends
 * @param verified units whose results were read back and checked in the current pass
 * @param parts objects with results that this driver knows of
 * @param damaged parts that were found damaged and discarded
 * @param lastCommit version of the newest checkpoint that this driver committed; empty before the
 *     first
 */
public record RunProgress(
    Phase phase,
    long units,
    long restored,
    long computed,
    long verified,
    int parts,
    int damaged,
    OptionalLong lastCommit) {
  /** What a run is busy with. */
  public enum Phase {
    /** Executors compute missing units and store their results. */
    COMPUTING,
    /** Executors read all results back and check them. */
    VERIFYING,
    /** The final checkpoint is committed. */
    COMPLETED
  }

  /** Units whose results are stored, whoever computed them. */
  public long done() {
    return restored + computed;
  }
}
