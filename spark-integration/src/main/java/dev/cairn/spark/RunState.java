package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/** What a driver knows of its run. Owned by the driver's thread. */
final class RunState {
  private final long units;
  private final LongSupplier nanos;
  private final Pace pace = new Pace();
  private final Set<PartName> parts = new HashSet<>();
  private GrowingUnits done = new GrowingUnits();
  private IntervalSet restored = IntervalSet.empty();
  private long restoredUnits;
  private int damaged;
  private long verified;
  private RunProgress.Phase phase = RunProgress.Phase.COMPUTING;
  private OptionalLong lastCommit = OptionalLong.empty();

  /**
   * The state of a run of which nothing is known yet.
   *
   * @param nanos tells the time, for the pace alone
   */
  RunState(long units, LongSupplier nanos) {
    this.units = units;
    this.nanos = nanos;
    pace.restart(nanos.getAsLong(), 0);
  }

  /** Takes in what was in the store when the driver started. */
  void restored(Collection<PartName> found) {
    add(found);
    restored(done.snapshot());
    restartPace();
  }

  /** Takes in that the run was completed before this driver came. */
  void completedBefore(RunJournal.Completed completed) {
    restored(completed.parts());
    lastCommit = OptionalLong.of(completed.version());
    phase(RunProgress.Phase.COMPLETED);
  }

  /** Takes in parts that are in the store. */
  void add(Collection<PartName> more) {
    parts.addAll(more);
    more.forEach(part -> done.add(part.units()));
  }

  /** Forgets parts that are of no use. */
  void discard(Collection<PartName> useless) {
    parts.removeAll(useless);
    damaged += useless.size();
    done = new GrowingUnits();
    parts.forEach(part -> done.add(part.units()));
    restored(restored.intersect(done.snapshot()));
    restartPace();
  }

  private void restored(IntervalSet now) {
    restored = now;
    restoredUnits = now.size();
  }

  void phase(RunProgress.Phase now) {
    phase = now;
    verified = 0;
    restartPace();
  }

  void verified(long more) {
    verified += more;
  }

  void committed(long version) {
    lastCommit = OptionalLong.of(version);
    JvmCounts.committed(version);
  }

  PartListing listing() {
    return new PartListing(units, List.copyOf(parts), 0);
  }

  IntervalSet missing() {
    return IntervalSet.all(units).subtract(done.snapshot());
  }

  long done() {
    return done.size();
  }

  RunProgress progress() {
    long now = nanos.getAsLong();
    pace.reached(now, counted());
    return new RunProgress(
        phase,
        units,
        restoredUnits,
        done.size() - restoredUnits,
        verified,
        parts.size(),
        damaged,
        lastCommit,
        pace.perSecond(now));
  }

  /** What grows in the phase. */
  private long counted() {
    return phase == RunProgress.Phase.VERIFYING ? verified : done.size();
  }

  private void restartPace() {
    pace.restart(nanos.getAsLong(), counted());
  }
}
