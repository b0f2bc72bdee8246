package dev.cairn.internal.log.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The actors of a setting and all their positions. An actor is the real code: to find out what it
 * does after one more answer, it is run from its start with the answers that led to its position
 * and that one. Each such step is run once, however many interleavings it is part of.
 */
final class Actors {
  private final Setting setting;
  private final Contents contents;
  private final List<Program> programs = new ArrayList<>();
  private final List<Position> starts = new ArrayList<>();
  private final Map<Replay.Knowledge, Position> positions = new HashMap<>();
  private int runs;

  Actors(Setting setting, Contents contents) {
    this.setting = setting;
    this.contents = contents;
    for (int writer = 0; writer < setting.writers(); writer++) {
      programs.add(Program.writer(writer, setting.commits()));
    }
    for (int editor = 0; editor < setting.editors(); editor++) {
      programs.add(Program.editor(setting.writers() + editor));
    }
    for (int reader = 0; reader < setting.readers(); reader++) {
      programs.add(Program.reader());
    }
    for (int actor = 0; actor < programs.size(); actor++) {
      starts.add(run(actor, List.of()).to());
    }
  }

  /** Where each actor is before it was told anything. */
  List<Position> starts() {
    return starts;
  }

  /** The actor before this one that runs the same program under another name, or -1. */
  int twinBefore(int actor) {
    return actor == 0 || actor == setting.writers() || isReader(actor) ? -1 : actor - 1;
  }

  boolean isReader(int actor) {
    return actor >= setting.writers() + setting.editors();
  }

  Position.Step answer(int actor, Position position, Answer answer) {
    return position.next().computeIfAbsent(answer, told -> run(actor, position.answersWith(told)));
  }

  int positions() {
    return positions.size();
  }

  int runs() {
    return runs;
  }

  private Position.Step run(int actor, List<Answer> answers) {
    runs++;
    var replay = new Replay(actor, setting, contents, answers);
    replay.run(programs.get(actor));
    Position to =
        positions.computeIfAbsent(
            replay.knowledge(),
            knowledge ->
                new Position(
                    positions.size(), answers, replay.request(), replay.epoch(), replay.lastPut()));
    return new Position.Step(
        to, replay.acknowledged(), replay.denied(), replay.version(), replay.seen());
  }
}
