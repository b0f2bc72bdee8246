package dev.cairn.internal.log.explore;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One state of the world. Never changed once it is made. */
final class State {
  private final @Nullable Content[] log;
  private final Position[] actors;
  private final Content[] late;
  private final int faults;
  private final int lateLeft;
  private final long acknowledged;
  private final long denied;
  private final long owed;
  private final int truncated;

  /**
   * A state.
   *
   * @param log what stands in the slots from 1; the last one is not empty
   * @param actors where each actor is
   * @param late puts that may still land
   * @param faults how many requests may still be struck
   * @param lateLeft how many puts may still become late
   * @param acknowledged the marks that somebody was told are committed, as bits
   * @param denied the marks that somebody was told are not and never will be
   * @param owed the marks that the reader must see: what was acknowledged when it started
   * @param truncated the slots that may be emptied again, as bits
   */
  private State(
      @Nullable Content[] log,
      Position[] actors,
      Content[] late,
      int faults,
      int lateLeft,
      long acknowledged,
      long denied,
      long owed,
      int truncated) {
    this.log = log;
    this.actors = actors;
    this.late = late;
    this.faults = faults;
    this.lateLeft = lateLeft;
    this.acknowledged = acknowledged;
    this.denied = denied;
    this.owed = owed;
    this.truncated = truncated;
  }

  /** An empty log, and nobody has been told anything. */
  static State start(List<Position> actors, Setting setting) {
    return new State(
        new Content[0],
        actors.toArray(Position[]::new),
        new Content[0],
        setting.faults(),
        setting.late(),
        0,
        0,
        0,
        0);
  }

  /** The version of the newest entry; 0 when there is none. */
  int newestVersion() {
    return log.length;
  }

  int actorCount() {
    return actors.length;
  }

  Position actor(int number) {
    return actors[number];
  }

  int lateCount() {
    return late.length;
  }

  Content late(int index) {
    return late[index];
  }

  boolean mayStrike() {
    return faults > 0;
  }

  boolean mayDelay() {
    return faults > 0 && lateLeft > 0;
  }

  long acknowledged() {
    return acknowledged;
  }

  long denied() {
    return denied;
  }

  /** The slots that may be emptied again, as bits. */
  int truncated() {
    return truncated;
  }

  long owed() {
    return owed;
  }

  /** The newest entry; null when there is none. */
  @Nullable Content newest() {
    return log.length == 0 ? null : log[log.length - 1];
  }

  /** What stands in a slot; null when it is empty. */
  @Nullable Content at(long version) {
    return version > log.length ? null : log[(int) version - 1];
  }

  State put(Content content) {
    int slot = (int) content.version();
    @Nullable Content[] changed = Arrays.copyOf(log, Math.max(log.length, slot));
    changed[slot - 1] = content;
    return new State(
        changed, actors, late, faults, lateLeft, acknowledged, denied, owed, truncated);
  }

  /** Deletes an entry; {@code again} are the slots that may be emptied again, as bits. */
  State truncate(int version, int again) {
    @Nullable Content[] changed = log.clone();
    changed[version - 1] = null;
    return new State(changed, actors, late, faults, lateLeft, acknowledged, denied, owed, again);
  }

  State strike() {
    return new State(
        log, actors, late, faults - 1, lateLeft, acknowledged, denied, owed, truncated);
  }

  State delay(Content content) {
    Content[] more = Arrays.copyOf(late, late.length + 1);
    more[late.length] = content;
    Arrays.sort(more, (a, b) -> Integer.compare(a.number(), b.number()));
    return new State(
        log, actors, more, faults - 1, lateLeft - 1, acknowledged, denied, owed, truncated);
  }

  State withoutLate(int index) {
    Content[] fewer = Arrays.copyOf(late, late.length - 1);
    System.arraycopy(late, index + 1, fewer, index, fewer.length - index);
    return new State(log, actors, fewer, faults, lateLeft, acknowledged, denied, owed, truncated);
  }

  /** The reader starts. */
  State owe() {
    return new State(
        log, actors, late, faults, lateLeft, acknowledged, denied, acknowledged, truncated);
  }

  State step(int actor, Position.Step step) {
    Position[] moved = actors.clone();
    moved[actor] = step.to();
    return new State(
        log,
        moved,
        late,
        faults,
        lateLeft,
        acknowledged | step.acknowledged(),
        denied | step.denied(),
        owed,
        truncated);
  }

  /** 64 bits by which states are told apart. */
  long fingerprint() {
    long hash = faults * 31L + lateLeft;
    for (@Nullable Content content : log) {
      hash = mix(hash, content == null ? -1 : content.number());
    }
    hash = mix(hash, -2);
    for (Position actor : actors) {
      hash = mix(hash, actor.number());
    }
    for (Content content : late) {
      hash = mix(hash, content.number());
    }
    return mix(mix(mix(hash, acknowledged), denied), owed ^ ((long) truncated << 32));
  }

  // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014), fed one value after the other.
  private static long mix(long hash, long value) {
    long z = (hash + 0x9e3779b97f4a7c15L) ^ (value * 0xff51afd7ed558ccdL);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
