package dev.cairn.internal.log.explore;

import dev.cairn.internal.log.explore.Setting.Breach;
import dev.cairn.internal.log.explore.Setting.Strike;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to be tried in a state: the rules of the store, the network and truncation, less what
 * would only be another order of the same.
 *
 * <p><b>What is left out, and why nothing is missed.</b> What a promise looks at is the newest
 * entry, what was acknowledged or denied, what a reader saw, and who has opened which epoch. Call a
 * move that changes none of these silent. Take any sequence of moves in which all truncations are
 * tried at all times, and which breaks a promise.
 *
 * <ol>
 *   <li><i>Truncation as late as can be.</i> The deletion of an entry that is not the newest is
 *       silent, stays possible once it is, and is seen by nobody but who asks for that very slot: a
 *       listing gives the newest entry only. So it may be moved back to just before the next move
 *       that asks for the slot, or be left out when there is none. Just before that move, somebody
 *       waits with a request for the slot, or a late put to it is on its way. Only then is it
 *       tried.
 *   <li><i>What is settled, at once.</i> A request for a slot whose entry will never be deleted has
 *       one answer for ever. When that answer makes a silent step of its actor, the step commutes
 *       with every other move of the others: it neither changes what they see nor do they change
 *       its answer. So it may be moved to the front, and alone is tried. It must not be possible
 *       that the request is struck by a fault, since faults are counted. Nothing is put off for
 *       ever by this: each such step takes its actor on, and an actor has an end.
 * </ol>
 *
 * The two fit together: a settled request is for a slot that is not truncated, so moving it to the
 * front takes no truncation away from its place. See {@link State#canonical} for what is the same
 * state.
 */
final class Moves {
  private final Setting setting;
  private final Actors actors;

  Moves(Setting setting, Actors actors) {
    this.setting = setting;
    this.actors = actors;
  }

  List<Move> from(State state) {
    Optional<Move> settled = settled(state);
    if (settled.isPresent()) {
      return List.of(settled.get());
    }
    List<Move> moves = new ArrayList<>();
    for (int actor = 0; actor < state.actorCount(); actor++) {
      Optional<Request> request = state.actor(actor).request();
      if (request.isPresent() && mayMove(state, actor)) {
        State from = actors.isReader(actor) && isAtStart(state, actor) ? state.owe() : state;
        answers(from, actor, request.get(), moves);
      }
    }
    for (int index = 0; index < state.lateCount(); index++) {
      Content content = state.late(index);
      State without = state.withoutLate(index);
      boolean lands = state.at(content.version()) == null || overwrites();
      moves.add(
          new Move(
              "late: " + content + (lands ? " lands" : " comes to a taken slot"),
              lands ? without.put(content) : without));
    }
    truncations(state, moves);
    return moves;
  }

  /** A silent step of an actor that nothing can change or put a fault in. */
  private Optional<Move> settled(State state) {
    if (state.mayStrike() || overwrites()) {
      return Optional.empty();
    }
    for (int actor = 0; actor < state.actorCount(); actor++) {
      Position position = state.actor(actor);
      @Nullable Content there = state.at(position.slot());
      if (there == null || mayGo(state, there)) {
        continue;
      }
      Request request = position.request().orElseThrow();
      Answer answer = request instanceof Request.Get ? found(there) : Answer.TAKEN;
      Move move = move(state, actor, request, "", answer);
      if (Optional.ofNullable(move.step()).filter(step -> step.isSilent(position)).isPresent()) {
        return Optional.of(move);
      }
    }
    return Optional.empty();
  }

  private boolean mayGo(State state, Content there) {
    return setting.truncates(there.manifest().kind())
        || (state.truncated() & (1 << there.version())) != 0;
  }

  /**
   * Actors that run the same program start in the order of their numbers, since names are alike.
   */
  private boolean mayMove(State state, int actor) {
    int twin = actors.twinBefore(actor);
    return twin < 0 || !isAtStart(state, twin);
  }

  private void truncations(State state, List<Move> moves) {
    for (int version = 1; version < state.newestVersion(); version++) {
      Content content = state.at(version);
      int slot = 1 << version;
      if (content == null || !state.isAskedFor(version)) {
        continue;
      }
      if (setting.truncates(content.manifest().kind())) {
        int again = setting.truncatesAgain() ? state.truncated() | slot : 0;
        moves.add(new Move("truncated: " + content, state.truncate(version, again)));
      } else if ((state.truncated() & slot) != 0) {
        moves.add(
            new Move("truncated again: " + content, state.truncate(version, state.truncated())));
      }
    }
  }

  private boolean isAtStart(State state, int actor) {
    return state.actor(actor) == actors.starts().get(actor);
  }

  private void answers(State state, int actor, Request request, List<Move> moves) {
    if (request instanceof Request.Put put) {
      answersToPut(state, actor, put, moves);
      return;
    }
    Answer answer =
        request instanceof Request.Get get
            ? found(state.at(get.version()))
            : new Answer.Newest(newestFor(state, actor));
    moves.add(move(state, actor, request, "", answer));
    if (state.mayStrike() && setting.strikes(Strike.LOST_REQUEST)) {
      moves.add(move(state.strike(), actor, request, "lost", Answer.NOTHING));
    }
  }

  private static Answer found(@Nullable Content content) {
    return content == null ? Answer.ABSENT : new Answer.Found(content);
  }

  private long newestFor(State state, int actor) {
    Position position = state.actor(actor);
    return setting.breaches(Breach.NO_SECOND_LOOK) && position.hasJustWritten()
        ? position.lastPut()
        : state.newestVersion();
  }

  private void answersToPut(State state, int actor, Request.Put put, List<Move> moves) {
    boolean applies = state.at(put.content().version()) == null || overwrites();
    State after = applies ? state.put(put.content()) : state;
    Answer truth = applies ? Answer.WRITTEN : Answer.TAKEN;
    moves.add(move(after, actor, put, "", truth));
    if (!state.mayStrike()) {
      return;
    }
    for (Strike kind : Strike.values()) {
      if (!setting.strikes(kind)) {
        continue;
      }
      switch (kind) {
        case LOST_ANSWER ->
            moves.add(move(after.strike(), actor, put, "answer lost", Answer.NOTHING));
        case LOST_REQUEST -> moves.add(move(state.strike(), actor, put, "lost", Answer.NOTHING));
        case OWN_CONFLICT -> {
          if (applies) {
            moves.add(move(after.strike(), actor, put, "sent twice", Answer.TAKEN));
          }
        }
        case REFUSED -> moves.add(move(state.strike(), actor, put, "", Answer.REFUSED));
      }
    }
    if (state.mayDelay()) {
      moves.add(move(state.delay(put.content()), actor, put, "late", Answer.NOTHING));
    }
  }

  private Move move(State after, int actor, Request request, String fate, Answer answer) {
    Position.Step step = actors.answer(actor, after.actor(actor), answer);
    if (step.to().slot() > 0 && step.to().slot() < after.floor(actor)) {
      throw new AssertionError(
          "an actor went back to v%d, after %s: %s".formatted(step.to().slot(), request, answer));
    }
    return new Move(new Move.Answered(request, fate, answer), actor, after.step(actor, step), step);
  }

  private boolean overwrites() {
    return setting.breaches(Breach.PUTS_OVERWRITE);
  }
}
