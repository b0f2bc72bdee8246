package dev.cairn.hostile;

import static dev.cairn.hostile.Example.RANKER;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.run.Fingerprint;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Names that users give: of processes, keys, tags, items, metrics, parameters. */
final class HostileNames implements Source {
  private final MemoryStore store;

  HostileNames(Example example) {
    this.store = example.copy();
  }

  @Override
  public void feed(SplittableRandom random, Answers answers) {
    String text = Texts.any(random);
    String other = Texts.any(random);
    answers.of(() -> ProcessId.parse(text));
    answers.of(() -> ProcessId.parse(Texts.near("training/ranker", random)));
    answers.of(() -> new ProcessId(text, other));
    answers.of(() -> new ObjectKey(text));
    answers.of(() -> new KeyPrefix(text));
    answers.of(() -> new KeyPrefix("a/").key(text));
    answers.of(() -> new Fingerprint(text));
    answers.of(() -> State.of(text, Codecs.utf8(), other));
    answers.of(() -> Progress.at(1).metric(text, 1).because(other));
    answers.of(() -> Progress.at(random.nextLong()).of(random.nextLong()));
    answers.of(() -> RunDefinition.ofFields(Map.of(text, other)));
    answers.of(() -> RunDefinition.builder().codeVersion(text).parameter(other, text).build());
    answers.of(() -> RunDefinition.builder().input(text, other).resultSchema(text).build());
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      answers.of(() -> reader.restore(text));
      answers.of(() -> reader.restore("best", Set.of(text)));
      answers.of(() -> reader.restoreBest(text, Direction.MAX));
      answers.of(() -> reader.restore("best").item(text, Codecs.utf8()));
    }
    CheckpointEditor editor = CheckpointEditor.of(store, RANKER);
    answers.of(() -> editor.tag(text, "latest", Optional.empty()));
    answers.of(() -> editor.tag("good", text, Optional.empty()));
    answers.of(() -> editor.untag(text));
    answers.of(() -> editor.delete(text));
    answers.of(() -> editor.pin(text));
    if (random.nextInt(8) == 0) {
      answers.of(() -> save(text, other, random, answers));
    }
  }

  /** What can be said can be saved and read back, or is refused when it is said. */
  private static void save(String text, String other, SplittableRandom random, Answers answers) {
    MemoryStore fresh = new MemoryStore();
    try (CheckpointManager manager =
        CheckpointManager.builder().store(fresh).process(RANKER).open()) {
      answers.of(
          () -> {
            State state = State.of(text, Codecs.utf8(), "x").and(other, Codecs.utf8(), "y");
            Progress progress = Progress.at(1).metric(text, 1).because(other);
            manager.save(progress, state);
            if (!manager.restore("latest").item(text, Codecs.utf8()).equals("x")) {
              throw new AssertionError("restored something else");
            }
          });
      answers.of(
          () ->
              manager.register(
                  RunDefinition.builder().codeVersion(text).parameter(other, text).units(1).build(),
                  OnMismatch.FAIL));
    }
    Everything.ask(fresh, random, answers);
  }
}
