package dev.cairn.spark;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param unitsPerSecond how fast units were computed, or verified, of late: in the last minute or,
 *     when few tasks end in a minute, in the time that the last few took; empty before the first
 *     one of the phase
 */
public record RunProgress(
    Phase phase,
    long units,
    long restored,
    long computed,
    long verified,
    int parts,
    int damaged,
    OptionalLong lastCommit,
    OptionalDouble unitsPerSecond) {
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

  /**
   * How long the phase will go on if units go on at their present pace; empty when that is not
   * known, and when the run is completed.
   */
  public Optional<Duration> remaining() {
    long left =
        switch (phase) {
          case COMPUTING -> units - done();
          case VERIFYING -> units - verified;
          case COMPLETED -> 0;
        };
    return phase == Phase.COMPLETED || unitsPerSecond.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(1000 * left / unitsPerSecond.getAsDouble())));
  }

  /**
   * How far the run is, in a line for people, such as {@code computing: 3,541 of 5,985 units, 2,444
   * of them restored, 45.1 units/s, 0:00:53 left, committed v17}. Its form may change.
   */
  @Override
  public String toString() {
    var line = new StringBuilder(phase.name().toLowerCase(Locale.ROOT));
    long counted = phase == Phase.VERIFYING ? verified : done();
    line.append(String.format(Locale.ROOT, ": %,d of %,d units", counted, units));
    if (phase != Phase.VERIFYING && restored > 0) {
      line.append(String.format(Locale.ROOT, ", %,d of them restored", restored));
    }
    unitsPerSecond.ifPresent(
        pace -> line.append(String.format(Locale.ROOT, ", %,.1f units/s", pace)));
    remaining()
        .ifPresent(
            left ->
                line.append(
                    String.format(
                        Locale.ROOT,
                        ", %d:%02d:%02d left",
                        left.toHours(),
                        left.toMinutesPart(),
                        left.toSecondsPart())));
    lastCommit.ifPresent(version -> line.append(", committed v").append(version));
    return line.toString();
  }
}
