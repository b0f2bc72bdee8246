package dev.cairn;

import java.time.Instant;

/**
 * A newer writer has opened the process, so this one can never commit again. Stop: what was
 * acknowledged before is safe and belongs to the newer writer now; the save that met this was not
 * applied.
 */
public final class FencedException extends CairnException {
  private final transient Writer by;
  private final Instant since;

  /**
   * A fence that was found at {@code version}, put there by {@code by} at the time {@code since} of
   * its clock.
   */
  public FencedException(ProcessId process, long epoch, long version, Writer by, Instant since) {
    super(
        "%s was taken over: %s opened it at %s (v%d), so this writer (epoch %d) was fenced and its save was not applied. Let the other one go on, or stop it and start again."
            .formatted(process, by, since, version, epoch));
    this.by = by;
    this.since = since;
  }

  /** The writer that took over. */
  public Writer by() {
    return by;
  }

  /** When it took over, by its own clock. */
  public Instant since() {
    return since;
  }
}
