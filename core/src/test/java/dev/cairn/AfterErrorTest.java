package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.callback.TrialCallback;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who goes on after an error has what the store has, and can try again. */
final class AfterErrorTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RequestMatch ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .commitTimeout(Duration.ZERO)
        .keep(Keep.all());
  }

  private static State state(long step) {
    return State.of("state", Codecs.longs(), new long[] {step});
  }

  @Test
  void mark_afterUnknownSaveThatLanded_keepsItsState() {
    try (CheckpointManager manager = builder().open()) {
      manager.save(Progress.at(10), state(10));
      store.inject(ENTRY, Fault.lostAnswer());
      assertThatThrownBy(() -> manager.save(Progress.at(20), state(20)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      Checkpoint marked = manager.mark(Status.FAILED, Optional.of("x"));
      assertThat(manager.list()).extracting(c -> c.progress().step()).contains(20L);
      assertThat(marked.progress().step()).isEqualTo(20);
      assertThat(manager.restoreLatest().orElseThrow().item("state", Codecs.longs()))
          .containsExactly(20L);
    }
  }

  /** Writes its body, and a remark if the stream takes it. */
  record Swallowing() implements Codec<String> {
    @Override
    public String name() {
      return "swallowing";
    }

    @Override
    public void encode(String text, OutputStream out) throws IOException {
      for (String line : text.split("\n", -1)) {
        writeIfItCan(line, out);
      }
    }

    private static void writeIfItCan(String line, OutputStream out) throws IOException {
      try {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("larger");
      }
    }

    @Override
    public String decode(InputStream in) throws IOException {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void saveAsync_codecThatSwallows_isNotTruncated() {
    String text = "a".repeat(200) + "\n" + "b".repeat(2000) + "\n" + "c".repeat(100);
    try (CheckpointManager manager = builder().pending(2, 1000).open()) {
      manager.saveAsync(Progress.at(1), State.of("text", new Swallowing(), text)).await();
      assertThat(manager.restoreLatest().orElseThrow().item("text", new Swallowing()))
          .isEqualTo(text + "\n");
    }
  }

  @Test
  void saveIfDue_afterSaveThatFailed_isStillDue() {
    try (CheckpointManager manager = builder().save(SaveWhen.everySteps(100)).open()) {
      store.inject(ENTRY, Fault.refused());
      assertThatThrownBy(() -> manager.save(Progress.at(100), state(100)))
          .isInstanceOf(StoreException.class);
      assertThat(manager.saveIfDue(Progress.at(101), () -> state(101))).isPresent();
    }
  }

  @Test
  void saveIfDue_afterAsyncSaveThatFailed_isStillDue() {
    try (CheckpointManager manager =
        builder().save(SaveWhen.onImprovement("loss", Direction.MIN)).open()) {
      manager.saveIfDue(Progress.at(1).metric("loss", 0.3), () -> state(1)).orElseThrow().await();
      store.inject(ENTRY, Fault.refused());
      PendingSave best =
          manager.saveIfDue(Progress.at(2).metric("loss", 0.1), () -> state(2)).orElseThrow();
      assertThatThrownBy(best::await).isInstanceOf(StoreException.class);
      assertThat(manager.saveIfDue(Progress.at(3).metric("loss", 0.15), () -> state(3)))
          .isPresent();
    }
  }

  @Test
  void trial_reportedAgainAfterFailure_isSaved() {
    try (CheckpointManager manager = builder().pending(1, 1 << 20).open()) {
      var trials = TrialCallback.on(manager, Codecs.utf8(), Direction.MAX);
      trials.finished(0, "a", 1);
      manager.await();
      store.inject(ENTRY, Fault.refused());
      trials.finished(1, "b", 2);
      assertThatThrownBy(() -> trials.finished(2, "c", 3)).isInstanceOf(StoreException.class);
      trials.finished(2, "c", 3);
    }
    try (CheckpointManager manager = builder().open()) {
      assertThat(TrialCallback.on(manager, Codecs.utf8(), Direction.MAX).remaining(3)).isEmpty();
    }
  }

  @Test
  void await_failureThatIsNotOfCairn_isThrownOnce() {
    try (CheckpointManager manager = builder().open()) {
      store.before(
          RequestMatch.next(RequestKind.PUT).keyContaining("/data/"),
          () -> {
            throw new IllegalStateException("pool shut down");
          });
      PendingSave save =
          manager.saveAsync(Progress.at(1), State.of("state", Codecs.longs(), new long[100_000]));
      assertThatThrownBy(save::await).isInstanceOf(RuntimeException.class);
      manager.save(Progress.at(2), state(2));
    }
  }

  @Test
  void import_interrupted_doesNotSayThatTheFileIsDamaged(@TempDir Path folder) {
    Path file = folder.resolve("x.tar");
    try (CheckpointManager manager = builder().open();
        CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      manager.save(Progress.at(1), state(1));
      try (CheckpointTransfer all = CheckpointTransfer.all(reader)) {
        all.exportTo(file, CheckpointTransfer.OnExisting.REFUSE);
      }
    }
    try (CheckpointTransfer all = CheckpointTransfer.file(file)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> all.copyTo(store, ProcessId.training("other")))
          .isInstanceOf(ExportFileException.class)
          .hasMessageContaining("interrupted");
    } finally {
      Thread.interrupted();
    }
    try (CheckpointTransfer all = CheckpointTransfer.file(file)) {
      assertThat(all.copyTo(store, ProcessId.training("other")).copied()).hasSize(1);
    }
  }
}
