package dev.cairn.internal.log.explore;

import org.jspecify.annotations.Nullable;

/**
 * What may happen next in some state.
 *
 * @param what in words, when they are asked for
 * @param actor who was answered, or -1
 * @param to the state after it
 * @param step what the answer made of the actor, or null
 */
record Move(Object what, int actor, State to, Position.@Nullable Step step) {
  /** A move of nobody. */
  Move(String what, State to) {
    this(what, -1, to, null);
  }

  @Override
  public String toString() {
    return actor < 0 ? what.toString() : "actor " + actor + " " + what;
  }

  /** A request and what becomes of it. */
  record Answered(Request request, String fate, Answer answer) {
    @Override
    public String toString() {
      return request + (fate.isEmpty() ? "" : " (" + fate + ")") + ": " + answer;
    }
  }
}
