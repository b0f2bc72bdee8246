package dev.cairn.internal.log.explore;

import java.util.Optional;

/** What must hold after every move. */
final class Promises {
  private final Contents contents;

  Promises(Contents contents) {
    this.contents = contents;
  }

  /** What a move broke, in words. */
  Optional<String> brokenBy(Move move) {
    State state = move.to();
    Content newest = state.newest();
    long marks = newest == null ? 0 : newest.marks();
    long lost = state.acknowledged() & ~marks;
    if (lost != 0) {
      return Optional.of("lost although acknowledged: " + contents.names(lost));
    }
    long undead = state.denied() & marks;
    if (undead != 0) {
      return Optional.of("committed although denied: " + contents.names(undead));
    }
    if (newest != null && newest.twice() != 0) {
      return Optional.of("committed twice: " + contents.names(newest.twice()));
    }
    if (move.step() != null && move.step().seen().isPresent()) {
      long unseen = state.owed() & ~move.step().seen().getAsLong();
      if (unseen != 0) {
        return Optional.of("not shown to a reader: " + contents.names(unseen));
      }
    }
    return fenced(move);
  }

  /** What an actor is acknowledged stands before the claim of every newer writer. */
  private static Optional<String> fenced(Move move) {
    if (move.step() == null || move.step().version() == 0) {
      return Optional.empty();
    }
    long epoch = move.step().to().epoch();
    for (int actor = 0; actor < move.to().actorCount(); actor++) {
      Position other = move.to().actor(actor);
      if (epoch > 0 && other.epoch() > epoch && other.epoch() <= move.step().version()) {
        return Optional.of(
            "acknowledged v%d of epoch %d, although epoch %d was open"
                .formatted(move.step().version(), epoch, other.epoch()));
      }
    }
    return Optional.empty();
  }
}
