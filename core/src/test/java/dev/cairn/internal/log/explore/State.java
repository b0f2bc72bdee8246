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
    return version < 1 || version > log.length ? null : log[(int) version - 1];
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

  /** The first slot that an actor may ask for from now on; beyond all when it has ended. */
  int floor(int actor) {
    Position position = actors[actor];
    if (position.request().isEmpty()) {
      return Integer.MAX_VALUE;
    }
    if (position.request().get() instanceof Request.Get get) {
      // It may be the look behind an own put, which may have to be made again.
      return (int) get.version() - 1;
    }
    if (position.slot() > 0) {
      return position.slot();
    }
    // A broken rule may show it its own put instead of the newest.
    return position.hasJustWritten() ? (int) Math.min(position.lastPut(), log.length) : log.length;
  }

  /** Whether somebody waits with a request for a slot, or a late put to it is on its way. */
  boolean isAskedFor(int version) {
    for (Position actor : actors) {
      if (actor.slot() == version) {
        return true;
      }
    }
    for (Content content : late) {
      if (content.version() == version) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same state without what nobody can see any more. An actor never goes back: the slots that
   * it asks for are those of its request and later ones, or the one before it, and after a listing
   * that of the newest entry and later ones. (This is not taken on trust: {@link Moves} fails when
   * an actor goes below its {@link #floor}.) So what stands in a slot below the floors of all
   * actors, and is not the newest entry, is seen by nobody, and whether a late put lands there
   * neither. Such slots count as empty, and such puts are dropped.
   */
  State canonical() {
    int floor = log.length;
    for (int actor = 0; actor < actors.length; actor++) {
      floor = Math.min(floor, floor(actor));
    }
    @Nullable Content[] seen = log.clone();
    for (int slot = 1; slot < floor; slot++) {
      seen[slot - 1] = null;
    }
    int least = floor;
    Content[] coming =
        Arrays.stream(late).filter(content -> content.version() >= least).toArray(Content[]::new);
    // The bit of slot v is 1 << v.
    int again = floor > 30 ? 0 : truncated & -(1 << floor);
    return new State(seen, actors, coming, faults, lateLeft, acknowledged, denied, owed, again);
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
