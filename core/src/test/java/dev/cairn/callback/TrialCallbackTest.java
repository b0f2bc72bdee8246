package dev.cairn.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class TrialCallbackTest {
  private static final ProcessId STUDY = ProcessId.training("study");

  record Settings(double rate, int batch) {}

  private static final Codec<Settings> CODEC = Codecs.json(Settings.class);

  private final CountingStore store = new CountingStore(new MemoryStore());

  @Test
  void study_killedOverAndOver_neverRepeatsASavedTrialAndEndsAsIfNot() {
    long seed = System.nanoTime();
    System.out.println("TrialCallbackTest: seed " + seed);
    var random = new SplittableRandom(seed);
    int[] evaluated = new int[100];
    long restarts = 0;
    boolean done = false;
    while (!done) {
      // A killed process does not close its manager.
      CheckpointManager manager = builder().open();
      TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, Direction.MAX);
      done = true;
      for (long number : trials.remaining(evaluated.length)) {
        if (random.nextInt(10) == 0) {
          done = false;
          restarts++;
          break;
        }
        evaluated[(int) number]++;
        trials.finished(number, settings(number), value(number));
        manager.await();
      }
      if (done) {
        trials.complete();
        manager.close();
      }
    }
    assertThat(restarts).isPositive();
    assertThat(evaluated).containsOnly(1);
    try (CheckpointManager manager = builder().open()) {
      TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, Direction.MAX);
      assertThat(trials.remaining(evaluated.length)).isEmpty();
      assertThat(trials.remaining(evaluated.length + 2)).containsExactly(100L, 101L);
      assertThat(trials.finished()).extracting(Trial::number).isSorted().hasSize(100);
      for (Trial<Settings> trial : trials.finished()) {
        assertThat(trial.parameters()).isEqualTo(settings(trial.number()));
        assertThat(trial.value()).isEqualTo(value(trial.number()));
      }
      assertThat(manager.latest().orElseThrow().progress().status()).isEqualTo(Status.COMPLETED);
      assertThat(manager.latest().orElseThrow().progress().percent()).hasValue(100);
    }
  }

  @Test
  void best_ofEqualOnesTheLowerNumber_andNeverWhatIsNoNumber() {
    for (Direction direction : Direction.values()) {
      double sign = direction == Direction.MAX ? 1 : -1;
      ProcessId process = ProcessId.training("best-" + direction);
      for (int round = 0; round < 2; round++) {
        try (CheckpointManager manager = builder().process(process).open()) {
          TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, direction);
          if (round == 0) {
            assertThat(trials.best()).isEmpty();
            trials.finished(5, settings(5), Double.NaN);
            assertThat(trials.best()).isEmpty();
            trials.finished(4, settings(4), sign * 1);
            trials.finished(9, settings(9), sign * 2);
            trials.finished(3, settings(3), sign * 2);
            trials.finished(7, settings(7), sign * 2);
            trials.finished(1, settings(1), sign * -1e300);
          }
          assertThat(trials.best().orElseThrow().number()).isEqualTo(3);
          manager.await();
          assertThat(manager.latest().orElseThrow().progress().metrics())
              .containsEntry("best", sign * 2)
              .containsEntry("value", sign * -1e300);
        }
      }
    }
  }

  @Test
  void finished_twice_isTakenOnce() {
    try (CheckpointManager manager = builder().open()) {
      TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, Direction.MAX);
      trials.finished(0, settings(0), 1);
      trials.finished(0, settings(1), 9);
      manager.await();
      assertThat(trials.finished()).containsExactly(new Trial<>(0, settings(0), 1));
      assertThat(manager.list()).hasSize(1);
    }
  }

  @Test
  void bestCheckpoint_isKeptApart() {
    try (CheckpointManager manager =
        builder().keep(Keep.last(1).or(Keep.best("best", Direction.MAX, 1))).open()) {
      TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, Direction.MAX);
      for (long number = 0; number < 9; number++) {
        trials.finished(number, settings(number), -Math.abs(number - 4.0));
      }
      manager.await();
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(5L, 9L);
      assertThat(manager.restore("best").item("best", new TrialsCodec<>(CODEC)))
          .singleElement()
          .satisfies(trial -> assertThat(trial.number()).isEqualTo(4));
    }
  }

  @Test
  void blocks_thatAreFull_areNotWrittenAgain() {
    Codec<byte[]> bytes = Codecs.bytes();
    try (CheckpointManager manager = builder().keep(Keep.last(2)).save(SaveWhen.never()).open()) {
      TrialCallback<byte[]> trials = TrialCallback.on(manager, bytes, Direction.MAX);
      for (long number = 0; number < 450; number++) {
        trials.finished(number, random(number), value(number));
      }
      trials.complete();
      trials.finished(450, random(450), value(450));
      RequestCounts before = store.counts();
      trials.complete();
      RequestCounts sent = store.counts().minus(before);
      assertThat(sent.count(RequestKind.PUT)).isZero();
      // The third block alone, of 51 trials of 500 bytes, in the entry itself.
      assertThat(sent.bytesWritten()).isBetween(51 * 500L, 51 * 500L + 5000);
      assertThat(manager.latest().orElseThrow().items())
          .extracting(Checkpoint.Item::name)
          .containsExactly("best", "trials-000000000", "trials-000000001", "trials-000000002");
    }
    try (CheckpointManager manager = builder().open()) {
      TrialCallback<byte[]> trials = TrialCallback.on(manager, bytes, Direction.MAX);
      assertThat(trials.finished()).hasSize(451);
      assertThat(trials.finished())
          .allSatisfy(trial -> assertThat(trial.parameters()).isEqualTo(random(trial.number())));
    }
  }

  @Test
  void trials_atTheSameTime_areAllThere() throws Exception {
    try (CheckpointManager manager = builder().open()) {
      TrialCallback<Settings> trials = TrialCallback.on(manager, CODEC, Direction.MIN);
      var queue = new ConcurrentLinkedQueue<>(trials.remaining(200));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            new Thread(
                () -> {
                  for (Long number = queue.poll(); number != null; number = queue.poll()) {
                    trials.finished(number, settings(number), value(number));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(trials.remaining(200)).isEmpty();
    }
    try (CheckpointManager manager = builder().open()) {
      assertThat(TrialCallback.on(manager, CODEC, Direction.MIN).finished()).hasSize(200);
    }
  }

  @Test
  void study_thatEndedBeforeItsFirstTrial_begins() {
    try (CheckpointManager manager = builder().open()) {
      manager.mark(Status.FAILED, Optional.of("no data"));
    }
    try (CheckpointManager manager = builder().open()) {
      assertThat(TrialCallback.on(manager, CODEC, Direction.MAX).remaining(3)).hasSize(3);
    }
  }

  @Test
  void study_ofOtherParameters_isRefused() {
    try (CheckpointManager manager = builder().open()) {
      TrialCallback.on(manager, CODEC, Direction.MAX).finished(0, settings(0), 1);
    }
    try (CheckpointManager manager = builder().open()) {
      assertThatThrownBy(() -> TrialCallback.on(manager, Codecs.utf8(), Direction.MAX))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("trials-json");
    }
  }

  @Test
  void codec_bytesThatAreNoTrials_areRefused() throws Exception {
    var codec = new TrialsCodec<>(Codecs.utf8());
    byte[] good = codec.toBytes(List.of(new Trial<>(3, "three", 0.3), new Trial<>(1, "one", 0.1)));
    assertThat(codec.fromBytes(good)).hasSize(2);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      if (length != 0 && length != 25) {
        assertThatThrownBy(() -> codec.decode(new ByteArrayInputStream(cut)))
            .as("%d bytes", length)
            .isInstanceOf(java.io.IOException.class);
      }
    }
    byte[] huge = good.clone();
    Arrays.fill(huge, 16, 20, (byte) 0x7f);
    assertThatThrownBy(() -> codec.fromBytes(huge)).isInstanceOf(java.io.IOException.class);
    byte[] negative = good.clone();
    negative[0] = (byte) 0x80;
    assertThatThrownBy(() -> codec.fromBytes(negative)).isInstanceOf(java.io.IOException.class);
  }

  @Test
  void progress_valueThatIsNoNumber_comesBackAsItWas() {
    try (CheckpointManager manager = builder().keep(Keep.all()).open()) {
      for (double value :
          new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0}) {
        manager.save(Progress.at(1).metric("value", value), dev.cairn.State.empty());
      }
    }
    try (CheckpointReader reader = CheckpointReader.open(store, STUDY)) {
      assertThat(reader.list())
          .extracting(c -> c.progress().metrics().get("value"))
          .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0);
    }
  }

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder().store(store).process(STUDY);
  }

  private static Settings settings(long number) {
    return new Settings(1.0 / (number + 1), (int) number);
  }

  private static double value(long number) {
    return Math.sin((double) number);
  }

  private static byte[] random(long number) {
    byte[] bytes = new byte[480];
    new Random(number).nextBytes(bytes);
    return bytes;
  }
}
