package dev.cairn.internal.log.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks through all states that some actors can bring about, depth first, and looks at the promises
 * in each. The actors run the real code; the store, the network and truncation are those of {@link
 * Moves}. An actor that is never moved again is one that has died, so crashes need no move of their
 * own.
 */
final class Explorer {
  private final Setting setting;
  private final Contents contents = new Contents();
  private final Actors actors;
  private final Moves moves;
  private final Promises promises = new Promises(contents);
  private final FingerprintSet seen = new FingerprintSet();
  private final Deque<Frame> path = new ArrayDeque<>();
  private long transitions;

  private record Frame(@Nullable Move by, Iterator<Move> rest) {}

  /**
   * What was found.
   *
   * @param setting what was explored
   * @param states how many different ones there are
   * @param transitions how many moves were made
   * @param positions how many different ones the actors were in
   * @param runs how often an actor was run
   * @param violation the promise that was broken and the moves that led there
   */
  record Result(
      Setting setting,
      int states,
      long transitions,
      int positions,
      int runs,
      Optional<String> violation) {
    @Override
    public String toString() {
      return "%s: %,d states, %,d moves, %,d positions of actors, %,d runs of them%s"
          .formatted(
              setting,
              states,
              transitions,
              positions,
              runs,
              violation.map(text -> "; " + text).orElse(""));
    }
  }

  Explorer(Setting setting) {
    this.setting = setting;
    this.actors = new Actors(setting, contents);
    this.moves = new Moves(setting, actors);
  }

  Result explore() {
    State start = State.start(actors.starts(), setting);
    seen.add(start.fingerprint());
    path.push(new Frame(null, moves.from(start).iterator()));
    while (!path.isEmpty()) {
      Iterator<Move> rest = path.element().rest();
      if (!rest.hasNext()) {
        path.pop();
        continue;
      }
      Move move = rest.next();
      transitions++;
      // Before it is known whether the state is new: a promise may be broken on the way to it.
      Optional<String> broken = promises.brokenBy(move);
      if (broken.isPresent()) {
        path.push(new Frame(move, Collections.emptyIterator()));
        return result(Optional.of(broken.get() + "\n  " + String.join("\n  ", way())));
      }
      State to = move.to().canonical();
      if (seen.add(to.fingerprint())) {
        path.push(new Frame(move, moves.from(to).iterator()));
      }
    }
    return result(Optional.empty());
  }

  private List<String> way() {
    List<String> way = new ArrayList<>();
    for (Frame frame : path) {
      if (frame.by() != null) {
        way.add(frame.by().toString());
      }
    }
    Collections.reverse(way);
    return way;
  }

  private Result result(Optional<String> violation) {
    return new Result(
        setting, seen.size(), transitions, actors.positions(), actors.runs(), violation);
  }
}
