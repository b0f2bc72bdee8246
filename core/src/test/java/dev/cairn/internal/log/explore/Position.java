package dev.cairn.internal.log.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an actor is: what it has been told so far, and what it asks next. Positions of one actor
 * that it cannot tell apart are one.
 */
final class Position {
  private final int number;
  private final List<Answer> answers;
  private final Optional<Request> request;
  private final long epoch;
  private final long lastPut;
  private final Map<Answer, Step> next = new HashMap<>();

  /**
   * What an answer makes of an actor.
   *
   * @param to where it is then
   * @param acknowledged the marks that it made known as acknowledged, as bits
   * @param denied the marks that it made known as not applied
   * @param version of the last that was acknowledged, or 0
   * @param seen the marks that a reader saw, when it came to its end
   */
  record Step(Position to, long acknowledged, long denied, long version, OptionalLong seen) {
    /** Whether it changes nothing that a promise looks at. */
    boolean isSilent(Position from) {
      return acknowledged == 0
          && denied == 0
          && version == 0
          && seen.isEmpty()
          && to.epoch == from.epoch;
    }
  }

  Position(int number, List<Answer> answers, Optional<Request> request, long epoch, long lastPut) {
    this.number = number;
    this.answers = List.copyOf(answers);
    this.request = request;
    this.epoch = epoch;
    this.lastPut = lastPut;
  }

  /** Unique among the positions of all actors. */
  int number() {
    return number;
  }

  /** What it was told, since it started; one of the ways to get here. */
  List<Answer> answers() {
    return answers;
  }

  /** What it asks; empty when it has come to its end. */
  Optional<Request> request() {
    return request;
  }

  /** The slot that it asks for; 0 when it has come to its end, or lists. */
  int slot() {
    return (int) request.map(Request::slot).orElse(0L).longValue();
  }

  /** The epoch that it has opened, or 0. */
  long epoch() {
    return epoch;
  }

  /** Whether the last thing that it was told is that its put was applied. */
  boolean hasJustWritten() {
    return !answers.isEmpty() && answers.get(answers.size() - 1) == Answer.WRITTEN;
  }

  /** The slot of its last put, when {@link #hasJustWritten}. */
  long lastPut() {
    return lastPut;
  }

  Map<Answer, Step> next() {
    return next;
  }

  List<Answer> answersWith(Answer answer) {
    var more = new ArrayList<>(answers);
    more.add(answer);
    return more;
  }
}
