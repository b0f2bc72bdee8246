package dev.cairn.hostile;

import static dev.cairn.hostile.Example.RANKER;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.GarbageCollector;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** All that a user can ask of a process. */
final class Everything {
  private static final Map<String, Codec<?>> CODECS =
      Map.of(
          "bytes", Codecs.bytes(),
          "doubles", Codecs.doubles(),
          "int-matrix", Codecs.intMatrix(),
          "utf8", Codecs.utf8(),
          "json", Codecs.json(String.class),
          "cbor", Codecs.cbor(String.class));

  private Everything() {}

  /** Reads; and, for one of four, edits, writes, collects and reads again. */
  static void ask(ObjectStore store, SplittableRandom random, Answers answers) {
    read(store, answers);
    answers.of(() -> GarbageCollector.of(store, RANKER).dryRun());
    if (random.nextInt(4) > 0) {
      return;
    }
    answers.of(() -> CheckpointEditor.of(store, RANKER).tag("good", "latest", Optional.empty()));
    answers.of(() -> write(store));
    answers.of(() -> GarbageCollector.of(store, RANKER).collect());
    // What was saved just now is there, unless the writer refused the store.
    read(store, answers);
  }

  private static void read(ObjectStore store, Answers answers) {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      answers.of(reader::latest);
      answers.of(reader::list);
      answers.of(reader::recoveryInfo);
      answers.of(reader::runs);
      answers.of(() -> reader.history(50));
      answers.of(reader::tags);
      answers.of(reader::pins);
      answers.of(() -> reader.restoreLatest().ifPresent(found -> items(found, answers)));
      answers.of(() -> items(reader.restore("best"), answers));
      answers.of(() -> items(reader.restoreBest("loss", Direction.MIN), answers));
      answers.of(() -> items(reader.restoreStep(12), answers));
      answers.of(
          () -> {
            Optional<Checkpoint> oldest = reader.list().stream().findFirst();
            oldest.ifPresent(one -> items(reader.restore(one.version()), answers));
          });
    }
  }

  private static void items(Restored restored, Answers answers) {
    for (Checkpoint.Item item : restored.checkpoint().items()) {
      answers.of(
          () -> {
            try (InputStream in = restored.bytes(item.name())) {
              in.transferTo(OutputStream.nullOutputStream());
            }
          });
      Codec<?> codec = CODECS.get(item.codec());
      if (codec != null) {
        answers.of(() -> restored.item(item.name(), codec));
      }
    }
  }

  private static void write(ObjectStore store) throws IOException {
    try (CheckpointManager manager =
        CheckpointManager.builder().store(store).process(RANKER).open()) {
      Checkpoint saved =
          manager.save(Progress.at(100), State.of("note", Codecs.utf8(), "after all"));
      String note = manager.restore(saved.version()).item("note", Codecs.utf8());
      if (!note.equals("after all")) {
        throw new AssertionError("saved, and something else restored: " + note);
      }
    }
  }
}
