package dev.cairn.linear;

import java.util.OptionalLong;

/**
 * Something that a client did.
 *
 * @param client who did it
 * @param what it asked for
 * @param asked when, in nanoseconds of a clock that all clients share
 * @param answered when the answer was there; empty when there was none, so that it may have been
 *     done at any time since, or not at all
 * @param answer what the answer was; of no meaning without one
 */
record Operation(String client, Request what, long asked, OptionalLong answered, Answer answer) {
  /** What can be asked for. */
  sealed interface Request {
    /** Opens the process for writing. */
    record Open() implements Request {}

    /** Saves a checkpoint at a step that nobody else uses. */
    record Save(long step) implements Request {}

    /** Asks for the newest checkpoint. */
    record Latest() implements Request {}

    /** Gives a checkpoint a tag. */
    record Tag(String name, long version) implements Request {}

    /** Asks which version a tag names. */
    record Tagged(String name) implements Request {}
  }

  /** What can be answered. */
  sealed interface Answer {
    /** A version: of the claim, of the saved checkpoint, or the one that a tag names. */
    record Version(long version) implements Answer {}

    /** The newest checkpoint. */
    record Newest(long version, long step) implements Answer {}

    /** It was done, and there is no more to say. */
    record Done() implements Answer {}

    /** There is nothing of that kind. */
    record Nothing() implements Answer {}

    /** Another one has opened the process since. */
    record Fenced() implements Answer {}
  }

  /** Whether it was over before the other began. */
  boolean isBefore(Operation other) {
    return answered.isPresent() && answered.getAsLong() < other.asked;
  }
}
