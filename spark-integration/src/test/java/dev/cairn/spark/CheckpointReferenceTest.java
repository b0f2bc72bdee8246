package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What executors ask of the store when many tasks read one checkpoint. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckpointReferenceTest {
  private static final int TASKS = 16;
  private static final ProcessId PROCESS = ProcessId.training("read");
  private static final CyclicBarrier ALL_RUN = new CyclicBarrier(TASKS);

  /** How large the state is that all read, in MiB; 256 for the figure of the docs. */
  private static final int MEBIBYTES = Integer.getInteger("cairn.test.sharedMebibytes", 24);

  record Settings(int depth) {}

  record Names(String first) {}

  private final String name = UUID.randomUUID().toString();
  private final CountingStore store = CountedStores.named(name);
  private final StoreReference reference = new StoreReference("counted:" + name);

  @Test
  void sharedItem_sixteenTasksAtOnce_areServedByOneFetchOfEachChunkAndNoList() {
    double[] weights = new Random(7).doubles(MEBIBYTES * (1L << 17)).toArray();
    save(State.of("weights", Codecs.doubles(), weights));
    long chunks = chunks();
    assertThat(chunks).isGreaterThan(1);
    CheckpointReference latest = CheckpointReference.latest(reference, PROCESS).orElseThrow();

    RequestCounts before = store.counts();
    List<Integer> read = read(latest);
    assertThat(read).isEqualTo(Collections.nCopies(TASKS, Arrays.hashCode(weights)));
    assertThat(store.counts().minus(before).requests())
        .isEqualTo(Map.of(RequestKind.GET, 1 + chunks)); // the entry, and each chunk

    RequestCounts between = store.counts();
    assertThat(read(latest)).isEqualTo(read);
    assertThat(store.counts().minus(between).requests()).isEmpty();
  }

  @Test
  void open_newerOnesAreCommitted_readsTheVersionThatWasResolved() {
    save(State.of("text", Codecs.utf8(), "old"));
    CheckpointReference latest = CheckpointReference.latest(reference, PROCESS).orElseThrow();
    save(State.of("text", Codecs.utf8(), "new"));
    assertThat(latest.open().item("text", Codecs.utf8())).isEqualTo("old");
    assertThat(latest.open().sharedItem("text", Codecs.utf8())).isEqualTo("old");
  }

  @Test
  void open_entryWasTruncated_findsTheCheckpointInTheNewest() {
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    Checkpoint old = save(State.of("bytes", Codecs.bytes(), large));
    save(State.of("text", Codecs.utf8(), "new"));
    MemoryStore.named(name).delete(List.of(entry(old)));
    var reference = CheckpointReference.of(this.reference, PROCESS, old.version());
    assertThat(reference.open().item("bytes", Codecs.bytes())).isEqualTo(large);
  }

  @Test
  void item_severalCallers_eachGetsItsOwn() {
    Checkpoint saved = save(State.of("weights", Codecs.doubles(), new double[] {1, 2}));
    SharedCheckpoint open = CheckpointReference.of(reference, PROCESS, saved.version()).open();
    double[] mine = open.item("weights", Codecs.doubles());
    mine[0] = 9;
    assertThat(open.item("weights", Codecs.doubles())).containsExactly(1, 2);
    assertThat(open.sharedItem("weights", Codecs.doubles()))
        .containsExactly(1, 2)
        .isSameAs(open.sharedItem("weights", Codecs.doubles()));
  }

  @Test
  void sharedItem_twoTypesWithOneCodecName_areNotMixedUp() {
    Checkpoint saved =
        save(
            State.of("settings", Codecs.json(Settings.class), new Settings(3))
                .and("names", Codecs.json(Names.class), new Names("a")));
    SharedCheckpoint open = CheckpointReference.of(reference, PROCESS, saved.version()).open();
    assertThat(open.sharedItem("settings", Codecs.json(Settings.class))).isEqualTo(new Settings(3));
    Codec<Names> other = Codecs.json(Names.class);
    assertThatThrownBy(() -> open.sharedItem("settings", other))
        .isInstanceOf(dev.cairn.InvalidRequestException.class);
    assertThat(open.sharedItem("names", other)).isEqualTo(new Names("a"));
  }

  @Test
  void sharedItem_chunkIsDamagedAndThenMended_isReportedAndNotKept() {
    byte[] large = new byte[200_000];
    new Random(2).nextBytes(large);
    Checkpoint saved = save(State.of("bytes", Codecs.bytes(), large));
    ObjectKey chunk = chunkKeys().get(0);
    MemoryStore memory = MemoryStore.named(name);
    byte[] whole = memory.get(chunk).orElseThrow();
    byte[] damaged = whole.clone();
    damaged[100] ^= 1;
    memory.put(chunk, ByteBuffer.wrap(damaged), WriteCondition.ALWAYS);
    SharedCheckpoint open = CheckpointReference.of(reference, PROCESS, saved.version()).open();
    assertThatThrownBy(() -> open.sharedItem("bytes", Codecs.bytes()))
        .isInstanceOf(DamagedException.class);
    memory.put(chunk, ByteBuffer.wrap(whole), WriteCondition.ALWAYS);
    assertThat(open.sharedItem("bytes", Codecs.bytes())).isEqualTo(large);
  }

  @Test
  void latest_noCheckpoint_isEmpty() {
    assertThat(CheckpointReference.latest(reference, PROCESS)).isEmpty();
    assertThatThrownBy(
            () -> CheckpointReference.of(reference, PROCESS, 5).open().item("a", Codecs.utf8()))
        .isInstanceOf(CheckpointNotFoundException.class);
  }

  private static List<Integer> read(CheckpointReference checkpoint) {
    List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
    return LocalSpark.context(TASKS)
        .parallelize(numbers, TASKS)
        .map(
            number -> {
              awaitAll();
              return Arrays.hashCode(checkpoint.open().sharedItem("weights", Codecs.doubles()));
            })
        .collect();
  }

  private Checkpoint save(State state) {
    try (var manager = CheckpointManager.builder().store(store).process(PROCESS).open()) {
      return manager.save(Progress.at(1), state);
    }
  }

  private long chunks() {
    return chunkKeys().size();
  }

  private List<ObjectKey> chunkKeys() {
    return MemoryStore.named(name)
        .list(ListRequest.objects(PROCESS.prefix().folder("data")))
        .objects()
        .stream()
        .map(object -> object.key())
        .toList();
  }

  private ObjectKey entry(Checkpoint checkpoint) {
    String suffix = "-" + checkpoint.version();
    return MemoryStore.named(name)
        .list(ListRequest.objects(PROCESS.prefix().folder("log")))
        .objects()
        .stream()
        .map(object -> object.key())
        .filter(key -> key.value().endsWith(suffix))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitAll() {
    try {
      ALL_RUN.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
