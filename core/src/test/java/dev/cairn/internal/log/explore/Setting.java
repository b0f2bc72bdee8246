package dev.cairn.internal.log.explore;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.cairn.internal.log.EntryKind;
import java.util.EnumSet;
import java.util.Set;

/** What is explored. Set up first, not changed afterwards. */
final class Setting {
  private final int writers;
  private final int commits;
  private int editors;
  private int readers;
  private int faults;
  private int late;
  private Set<Strike> kinds = EnumSet.noneOf(Strike.class);
  private int waits = 1000;
  private int tries = 2;
  private Set<EntryKind> truncated = EnumSet.of(EntryKind.COMMIT);
  private boolean again;
  private Breach breach = Breach.NONE;

  /** What may happen to a request, other than to be applied and answered. */
  enum Strike {
    /** A put is applied, and its sender told nothing. */
    LOST_ANSWER,
    /** A request is not applied, and its sender told nothing. */
    LOST_REQUEST,
    /** A put is applied, and its sender told that the slot was taken. */
    OWN_CONFLICT,
    /** A put is refused, and its sender told so. */
    REFUSED
  }

  /** A rule that can be broken from outside of the code under test. */
  enum Breach {
    NONE,
    /** The look at the newest entry after an own put shows that put, whatever is newer. */
    NO_SECOND_LOOK,
    /** A put to a taken slot replaces what is there. */
    PUTS_OVERWRITE
  }

  private Setting(int writers, int commits) {
    this.writers = writers;
    this.commits = commits;
  }

  /** Writers that each open the log once and try so many commits; no faults. */
  static Setting of(int writers, int commits) {
    return new Setting(writers, commits);
  }

  /** Somebody else who makes one edit each. */
  @CanIgnoreReturnValue
  Setting editors(int number) {
    editors = number;
    return this;
  }

  /**
   * Somebody who looks at the newest entry once, which must show all that was acknowledged before.
   */
  @CanIgnoreReturnValue
  Setting oneReader() {
    readers = 1;
    return this;
  }

  /** So many requests may be struck, in all. */
  @CanIgnoreReturnValue
  Setting faults(int number, Strike first, Strike... more) {
    faults = number;
    kinds = EnumSet.of(first, more);
    return this;
  }

  /** One more request may be struck: a put whose sender is told nothing, and which lands later. */
  @CanIgnoreReturnValue
  Setting oneLate() {
    faults++;
    late = 1;
    return this;
  }

  /** Actors that give up a request when they have waited so many times. */
  @CanIgnoreReturnValue
  Setting waits(int times) {
    waits = times;
    return this;
  }

  /**
   * Actors that die instead of putting one more claim or edit than this. Two that claim in turn
   * could go on for ever.
   */
  @CanIgnoreReturnValue
  Setting tries(int number) {
    tries = number;
    return this;
  }

  /** Entries of these kinds may be deleted at any moment, unless they are the newest. */
  @CanIgnoreReturnValue
  Setting truncating(EntryKind first, EntryKind... more) {
    truncated = EnumSet.of(first, more);
    return this;
  }

  /**
   * A slot whose entry was deleted may be emptied again, whatever has come into it, as by a delete
   * that is repeated because its answer was lost.
   */
  @CanIgnoreReturnValue
  Setting truncatingAgain() {
    again = true;
    return this;
  }

  @CanIgnoreReturnValue
  Setting breaching(Breach rule) {
    breach = rule;
    return this;
  }

  int writers() {
    return writers;
  }

  int commits() {
    return commits;
  }

  int editors() {
    return editors;
  }

  int readers() {
    return readers;
  }

  int faults() {
    return faults;
  }

  int late() {
    return late;
  }

  int waits() {
    return waits;
  }

  int tries() {
    return tries;
  }

  boolean strikes(Strike kind) {
    return kinds.contains(kind);
  }

  boolean truncates(EntryKind kind) {
    return truncated.contains(kind);
  }

  boolean truncatesAgain() {
    return again;
  }

  boolean breaches(Breach rule) {
    return breach == rule;
  }

  @Override
  public String toString() {
    return "%d writers x %d commits, %d editors, %d readers, %d faults %s, %d late, %d tries, %d waits, deleting %s%s, breach %s"
        .formatted(
            writers,
            commits,
            editors,
            readers,
            faults,
            kinds,
            late,
            tries,
            waits,
            truncated,
            again ? " and again" : "",
            breach);
  }
}
