package dev.cairn.simulation;

import dev.cairn.store.RequestKind;
import java.util.Locale;
import java.util.SplittableRandom;

/** What becomes of a request. */
enum Fate {
  /** It is applied and answered. */
  FINE,
  /** It is never applied, and its sender told nothing. */
  LOST_REQUEST,
  /** It is applied, and its sender told nothing. */
  LOST_ANSWER,
  /** Its sender is told nothing, and it is applied later. */
  LATE,
  /** It is applied and answered, and a write is applied once more later. */
  ECHO,
  /** It is refused, as by a full disk. */
  REFUSED,
  /** Its sender is told that it conflicts with another request; it is not applied. */
  CONFLICT,
  /** A put-if-absent is applied, and its sender told that something was there already. */
  OWN_CONFLICT,
  /** Its sender dies before it is applied. */
  DEATH_BEFORE,
  /** Its sender dies, and it is applied. */
  DEATH_AFTER,
  /** Its sender dies, and it is applied later. */
  DEATH_AND_LATE;

  private static final Fate[] FAULTS = {
    LOST_REQUEST, LOST_ANSWER, LATE, ECHO, REFUSED, CONFLICT, OWN_CONFLICT
  };
  private static final Fate[] DEATHS = {DEATH_BEFORE, DEATH_AFTER, DEATH_AND_LATE};

  /** Draws one for a request; each takes the same number of draws. */
  static Fate draw(SplittableRandom random, Request request, double faults, double deaths) {
    double chance = random.nextDouble();
    Fate fault = FAULTS[random.nextInt(FAULTS.length)];
    Fate death = DEATHS[random.nextInt(DEATHS.length)];
    if (chance < deaths) {
      return death;
    }
    return chance < deaths + faults && fault.fits(request) ? fault : FINE;
  }

  private boolean fits(Request request) {
    return switch (this) {
      case FINE, LOST_REQUEST, LOST_ANSWER, REFUSED -> true;
      case LATE, ECHO, CONFLICT -> request.isWrite();
      case OWN_CONFLICT -> request.kind() == RequestKind.PUT_IF_ABSENT;
      case DEATH_BEFORE, DEATH_AFTER, DEATH_AND_LATE -> true;
    };
  }

  boolean isDeath() {
    return switch (this) {
      case DEATH_BEFORE, DEATH_AFTER, DEATH_AND_LATE -> true;
      case FINE, LOST_REQUEST, LOST_ANSWER, LATE, ECHO, REFUSED, CONFLICT, OWN_CONFLICT -> false;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
