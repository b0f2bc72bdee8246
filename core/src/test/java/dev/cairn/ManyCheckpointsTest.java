package dev.cairn;

import static dev.cairn.ManyCheckpoints.progress;
import static dev.cairn.ManyCheckpoints.state;
import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.PageRow;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What things cost in a process with 100,000 checkpoints that are kept, and what they do. */
final class ManyCheckpointsTest {
  private static final int MANY = 100_000;
  private static final long ENTRY_LIMIT = 64 * 1024;
  private static final Map<RequestKind, Long> ONE_PUT = Map.of(PUT_IF_ABSENT, 1L);

  private static final MemoryStore SAVED = new MemoryStore();

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore store = new CountingStore(memory);
  private final Stored stored = new Stored(memory, ManyCheckpoints.PROCESS);
  private RequestCounts before = RequestCounts.NONE;

  @BeforeAll
  static void saveMany() {
    ManyCheckpoints.save(SAVED, MANY, PageLimits.STANDARD);
  }

  @BeforeEach
  void takeWhatWasSaved() {
    Stored saved = new Stored(SAVED, ManyCheckpoints.PROCESS);
    Stream.of(saved.keys("log"), saved.pages(), saved.chunks(2))
        .flatMap(List::stream)
        .forEach(
            key ->
                memory.put(
                    key, ByteBuffer.wrap(SAVED.get(key).orElseThrow()), WriteCondition.IF_ABSENT));
    assertThat(stored.index().liveCount()).isEqualTo(MANY);
  }

  @Test
  void save_keepingAll_isOnePutOfLessThan64KiB_andNowAndThenAPageMore() {
    try (CheckpointManager manager = open(Keep.all())) {
      requireSent(Map.of(LIST, 2L, GET, 1L, PUT_IF_ABSENT, 1L));
      Map<Map<RequestKind, Long>, Integer> costs = new HashMap<>();
      for (int step = MANY + 1; step <= MANY + 2000; step++) {
        before = store.counts();
        long version = manager.save(progress(step), state()).version();
        RequestCounts sent = store.counts().minus(before);
        costs.merge(sent.requests(), 1, Integer::sum);
        assertThat(entryBytes(version)).isLessThan(40_000).isLessThan(ENTRY_LIMIT);
        if (sent.requests().equals(ONE_PUT)) {
          assertThat(sent.bytesWritten()).isEqualTo(entryBytes(version));
        } else if (!sent.requests().containsKey(GET)) {
          // The page is compressed.
          assertThat(sent.bytesWritten()).isLessThan(ENTRY_LIMIT);
        }
      }
      // A page for about 60 checkpoints, and for each 16 of them one that takes their place.
      assertThat(costs)
          .isEqualTo(
              Map.of(
                  ONE_PUT,
                  1965,
                  Map.of(PUT_IF_ABSENT, 1L, PUT, 1L),
                  33,
                  Map.of(PUT_IF_ABSENT, 1L, PUT, 1L, GET, 16L),
                  2));
      assertThat(manager.list()).hasSize(MANY + 2000);
    }
  }

  @Test
  void read_latestListOrAny() {
    try (CheckpointReader reader = CheckpointReader.open(store, ManyCheckpoints.PROCESS)) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(MANY);
      requireSent(Map.of(LIST, 1L, GET, 1L));
      assertThat(reader.recoveryInfo().checkpoints()).isEqualTo(MANY);
      requireSent(Map.of(LIST, 1L, GET, 1L));
      // Its entry and its chunk.
      assertThat(reader.restoreLatest().orElseThrow().progress()).isEqualTo(progress(MANY));
      requireSent(Map.of(LIST, 1L, GET, 2L));
      // The entry, the right page, the chunk.
      assertThat(reader.restore(2).progress()).isEqualTo(progress(1));
      requireSent(Map.of(LIST, 1L, GET, 3L));
    }
    List<PageRow> pages = stored.stored().pages();
    assertThat(pages).hasSizeLessThan(40);
    try (CheckpointReader reader = CheckpointReader.open(store, ManyCheckpoints.PROCESS)) {
      List<Checkpoint> all = reader.list();
      requireSent(Map.of(LIST, 1L, GET, 1L + pages.size()));
      assertThat(all).extracting(each -> each.progress().step()).isEqualTo(steps(1, MANY, 1));
      reader.list();
      requireSent(Map.of(LIST, 1L, GET, 1L));
    }
  }

  @Test
  void keepLast_afterKeepingAll_letsGoOfWholePagesAtOnce() {
    int pages = stored.stored().pages().size();
    try (CheckpointManager manager = open(Keep.last(5))) {
      before = store.counts();
      save(manager, MANY + 1);
      // Each page is looked at once.
      requireSent(Map.of(PUT_IF_ABSENT, 1L, GET, (long) pages));
      assertThat(manager.list()).hasSize(5);
      assertThat(stored.stored().retiredPages()).hasSize(pages);
      // What is retired can be read.
      try (CheckpointReader reader = CheckpointReader.open(memory, ManyCheckpoints.PROCESS)) {
        assertThat(reader.restore(2).progress().step()).isEqualTo(1);
      }
      save(manager, MANY + 2);
      assertThat(stored.stored().retiredPages()).isEmpty();
      save(manager, MANY + 3);
    }
    // Their entries are gone with them, and the chunk that all share is not.
    stored.requireNothingMissing();
    assertThat(stored.keys("log").size()).isLessThan(20);
  }

  @Test
  void keepEveryNthAndBest_afterKeepingAll_isReachedPageByPage() {
    try (CheckpointManager manager =
        open(Keep.everyNthStep(100).or(Keep.best("loss", Direction.MIN, 2)))) {
      manager.pin(4);
      for (int step = MANY + 1; step <= MANY + 40; step++) {
        before = store.counts();
        long version = save(manager, step);
        RequestCounts sent = store.counts().minus(before);
        assertThat(entryBytes(version)).isLessThan(ENTRY_LIMIT);
        assertThat(sent.requests().getOrDefault(PUT, 0L)).isLessThanOrEqualTo(2);
      }
      assertThat(manager.list())
          .extracting(each -> each.progress().step())
          .startsWith(3L, 100L, 200L)
          .contains(776L, 777L, (long) MANY, MANY + 40L)
          .hasSize(1 + 1000 + 2 + 1);
      assertThat(manager.restore("best").progress().step()).isEqualTo(777);
      before = store.counts();
      save(manager, MANY + 41);
      requireSent(ONE_PUT);
    }
    stored.requireNothingMissing();
  }

  @Test
  void edits_bySomebodyElse_readOnePage() {
    CheckpointEditor editor = CheckpointEditor.of(store, ManyCheckpoints.PROCESS);
    try (CheckpointManager manager = open(Keep.all())) {
      before = store.counts();
      editor.pin(1000);
      requireSent(Map.of(LIST, 2L, GET, 2L, PUT_IF_ABSENT, 1L));
      editor.tag("golden", 1001, java.util.Optional.empty());
      requireSent(Map.of(LIST, 2L, GET, 1L, PUT_IF_ABSENT, 1L));
      editor.delete(1002);
      requireSent(Map.of(LIST, 2L, GET, 1L, PUT_IF_ABSENT, 1L));
      save(manager, MANY + 1);
      assertThat(manager.list()).hasSize(MANY).noneMatch(each -> each.version() == 1002);
      assertThat(stored.index().pins()).containsExactly(1000L);
    }
  }

  private static long save(CheckpointManager manager, int step) {
    return manager.save(progress(step), state()).version();
  }

  private static List<Long> steps(long first, long last, long every) {
    return LongStream.rangeClosed(first, last).filter(step -> step % every == 0).boxed().toList();
  }

  private void requireSent(Map<RequestKind, Long> expected) {
    assertThat(store.counts().minus(before).requests()).isEqualTo(expected);
    before = store.counts();
  }

  private long entryBytes(long version) {
    return memory.head(stored.entry(version)).orElseThrow().size();
  }

  private CheckpointManager open(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(ManyCheckpoints.PROCESS)
        .keep(keep)
        .grace(Duration.ZERO)
        .clock(() -> Instant.ofEpochSecond(1_800_000_000 + store.counts().bytesWritten()))
        .open();
  }
}
