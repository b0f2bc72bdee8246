package dev.cairn;

import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** What listeners are told and what is logged, in good times and in bad ones. */
final class CheckpointListenerTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RequestMatch ENTRY = next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final Stored stored = new Stored(memory, RANKER);
  private final Heard heard = new Heard();

  @Test
  void saved_smallState_isSentInTheEntry() {
    try (CheckpointManager manager = open(heard)) {
      Checkpoint saved = manager.save(Progress.at(1), state(1, 1000));
      CheckpointListener.Save save = heard.saves.get(0);
      assertThat(save.checkpoint()).isEqualTo(saved);
      assertThat(save.epoch()).isEqualTo(1);
      assertThat(save.sentBytes()).isEqualTo(1000);
      assertThat(save.reusedBytes()).isZero();
      assertThat(save.reusedShare()).isZero();
      assertThat(save.duration()).isPositive().isGreaterThanOrEqualTo(save.commit());
      assertThat(save.commit()).isPositive();
    }
    assertThat(heard.words).containsExactly("opened 1", "saved v2");
  }

  @Test
  void saved_largeStateAgain_tellsWhatWasReused() {
    try (CheckpointManager manager = open(heard)) {
      manager.save(Progress.at(1), state(1, 1_000_000));
      manager.save(
          Progress.at(2), state(1, 1_000_000).and("more", Codecs.bytes(), bytes(2, 250_000)));
      manager.mark(Status.INTERRUPTED, Optional.empty());
    }
    // Random bytes do not get smaller, so they are stored as they are.
    assertThat(heard.saves)
        .extracting(CheckpointListener.Save::sentBytes)
        .containsExactly(1_000_000L, 250_000L, 0L);
    assertThat(heard.saves)
        .extracting(CheckpointListener.Save::reusedBytes)
        .containsExactly(0L, 1_000_000L, 1_250_000L);
    assertThat(heard.saves)
        .extracting(CheckpointListener.Save::reusedShare)
        .containsExactly(0.0, 0.8, 1.0);
  }

  @Test
  void saved_compressed_tellsTheBytesInTheStore() {
    try (CheckpointManager manager = open(heard)) {
      manager.save(
          Progress.at(1), State.of("state", Codecs.bytes(), new byte[1_000_000])); // all zeros
    }
    long inStore = memory.head(stored.keys("data").get(0)).orElseThrow().size();
    assertThat(heard.saves.get(0).sentBytes()).isEqualTo(inStore).isLessThan(10_000);
    assertThat(heard.saves.get(0).reusedBytes()).isZero();
  }

  @Test
  void saved_behindTheCaller_inTheOrderOfTheCalls() {
    try (CheckpointManager manager = open(heard)) {
      for (int step = 1; step <= 20; step++) {
        manager.saveAsync(Progress.at(step), state(step, 100));
      }
      manager.await();
      assertThat(heard.saves)
          .extracting(save -> save.checkpoint().progress().step())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    }
  }

  @Test
  void listener_thatThrows_harmsNothingAndIsLogged() {
    var bad =
        new CheckpointListener() {
          @Override
          public void opened(Opening opening) {
            throw new IllegalStateException("bad listener");
          }

          @Override
          public void saved(Save save) {
            throw new AssertionError("bad listener");
          }

          @Override
          public void restored(Restore restore) {
            throw new IllegalStateException("bad listener");
          }
        };
    try (var log = new LogCapture();
        CheckpointManager manager = builder().listener(bad).listener(heard).open()) {
      long version = manager.save(Progress.at(1), state(1, 100)).version();
      manager.saveAsync(Progress.at(2), state(2, 100)).await();
      assertThat(manager.restore(version).item("state", Codecs.bytes())).hasSize(100);
      assertThat(log.lines())
          .filteredOn(line -> line.level().equals(Level.WARN))
          .hasSize(4)
          .allSatisfy(
              line -> assertThat(line.text()).contains("listener", "training/ranker", "epoch 1"));
    }
    assertThat(heard.words).containsExactly("opened 1", "saved v2", "saved v3", "restored v2");
    stored.requireNothingMissing();
  }

  @Test
  void fenced_isToldOnce() {
    try (CheckpointManager old = open(heard)) {
      open(new Heard()).close();
      for (int again = 0; again < 3; again++) {
        assertThatThrownBy(() -> old.save(Progress.at(1), state(1, 100)))
            .isInstanceOf(FencedException.class);
      }
      assertThatThrownBy(() -> old.pin(1)).isInstanceOf(FencedException.class);
    }
    assertThat(heard.words).containsExactly("opened 1", "fenced FencedException");
    assertThat(heard.failures.get(0).epoch()).isEqualTo(1);
  }

  @Test
  void failures_areToldApart() {
    try (CheckpointManager manager = open(heard)) {
      store.inject(ENTRY, Fault.refused());
      assertThatThrownBy(() -> manager.save(Progress.at(1), state(1, 100)))
          .isInstanceOf(StoreException.class);
      store.inject(ENTRY, Fault.lostRequest());
      assertThatThrownBy(() -> manager.save(Progress.at(1), state(1, 100)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      // It settles the one before it, which nobody asked for any more and which is told of as lost.
      manager.save(Progress.at(2), state(2, 100));
      store.inject(ENTRY, Fault.refused());
      assertThatThrownBy(() -> manager.pin(manager.list().get(0).version()))
          .isInstanceOf(StoreException.class);
      store.inject(ENTRY, Fault.refused());
      assertThatThrownBy(
              () ->
                  manager.register(
                      RunDefinition.builder().codeVersion("1").units(1).build(), OnMismatch.FAIL))
          .isInstanceOf(StoreException.class);
    }
    assertThat(heard.words)
        .containsExactly(
            "opened 1",
            "saveFailed StoreException",
            "outcomeUnknown CommitOutcomeUnknownException",
            "saved v3",
            "saveFailed StoreException",
            "saveFailed StoreException");
    assertThat(heard.failures).allSatisfy(f -> assertThat(f.process()).isEqualTo(RANKER));
  }

  @Test
  void fellBack_newestDamaged_saysFromWhatToWhat() {
    try (CheckpointManager manager = open(heard)) {
      manager.save(Progress.at(1), state(1, 100_000));
      manager.save(Progress.at(2), state(2, 100_000));
      Damage.FLIPPED.strike(memory, stored.chunks(3).get(0), stored.chunks(2).get(0));
      manager.restoreLatest();
      assertThatThrownBy(() -> manager.restore(3)).isInstanceOf(DamagedException.class);
      assertThatThrownBy(() -> manager.restore("nothing"))
          .isInstanceOf(CheckpointNotFoundException.class);
    }
    assertThat(heard.words.subList(3, heard.words.size()))
        .containsExactly("restored v2", "fellBack v2", "restoreFailed DamagedException");
    assertThat(heard.restores.get(0).passedOver())
        .singleElement()
        .asString()
        .contains("v3 of training/ranker");
    assertThat(heard.restores.get(0).duration()).isPositive();
  }

  @Test
  void collected_tellsHowManyObjectsWent() {
    try (CheckpointManager manager =
        builder().listener(heard).keep(Keep.last(1)).grace(Duration.ZERO).open()) {
      for (int step = 1; step <= 4; step++) {
        manager.save(Progress.at(step), state(step, 70_000));
      }
    }
    // Of two checkpoints, which are a chunk and an entry each; the third is retired only.
    assertThat(heard.words).endsWith("collected 4");
  }

  @Test
  void logs_nameProcessEpochAndVersion() {
    try (var log = new LogCapture();
        CheckpointManager manager = open(heard)) {
      long version = manager.save(Progress.at(1), state(1, 100)).version();
      manager.pin(version);
      CheckpointEditor.of(memory, RANKER).unpin(version);
      manager.save(Progress.at(2).status(Status.COMPLETED), state(2, 100));
      manager.register(RunDefinition.builder().codeVersion("1").units(1).build(), OnMismatch.FAIL);
      store.inject(ENTRY, Fault.lostRequest());
      assertThatThrownBy(() -> manager.save(Progress.at(3), state(3, 100)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      manager.save(Progress.at(3), state(3, 100));
      manager.restoreLatest();
      open(new Heard()).close();
      assertThatThrownBy(() -> manager.save(Progress.at(4), state(4, 100)))
          .isInstanceOf(FencedException.class);

      List<LogCapture.Line> lines =
          log.lines().stream().filter(line -> !line.text().contains("epoch 9")).toList();
      assertThat(lines)
          .allSatisfy(
              line ->
                  assertThat(line.text()).contains("training/ranker").containsPattern("epoch \\d"));
      assertThat(lines)
          .filteredOn(line -> !line.text().startsWith("Opened"))
          .allSatisfy(line -> assertThat(line.text()).containsPattern("v\\d"));
      assertThat(lines)
          .extracting(line -> line.level() + " " + line.text().split(" ", 2)[0])
          .containsExactly(
              "INFO Opened",
              "DEBUG Saved",
              "DEBUG Edited",
              "INFO Building",
              "INFO Saved",
              "INFO Registered",
              "WARN It",
              "INFO v7",
              "DEBUG Saved",
              "INFO Restored",
              "WARN training/ranker");
    }
  }

  private CheckpointManager open(Heard listener) {
    return builder().listener(listener).open();
  }

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .commitTimeout(Duration.ZERO);
  }

  private static State state(int seed, int size) {
    return State.of("state", Codecs.bytes(), bytes(seed, size));
  }

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Writes down what it is told. */
  private static final class Heard implements CheckpointListener {
    final List<String> words = Collections.synchronizedList(new ArrayList<>());
    final List<Save> saves = Collections.synchronizedList(new ArrayList<>());
    final List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    final List<Restore> restores = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void opened(Opening opening) {
      words.add("opened " + opening.epoch());
    }

    @Override
    public void saved(Save save) {
      saves.add(save);
      words.add("saved v" + save.checkpoint().version());
    }

    @Override
    public void saveFailed(Failure failure) {
      failed("saveFailed ", failure);
    }

    @Override
    public void fenced(Failure failure) {
      failed("fenced ", failure);
    }

    @Override
    public void outcomeUnknown(Failure failure) {
      failed("outcomeUnknown ", failure);
    }

    @Override
    public void restored(Restore restore) {
      restores.add(restore);
      words.add("restored v" + restore.checkpoint().version());
    }

    @Override
    public void fellBack(Restore restore) {
      words.add("fellBack v" + restore.checkpoint().version());
    }

    @Override
    public void restoreFailed(Failure failure) {
      failed("restoreFailed ", failure);
    }

    @Override
    public void collected(Deletion deletion) {
      words.add("collected " + deletion.objects());
    }

    private void failed(String word, Failure failure) {
      failures.add(failure);
      words.add(word + failure.cause().getClass().getSimpleName());
    }
  }
}
