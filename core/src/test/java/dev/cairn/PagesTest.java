package dev.cairn;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process with 100,000 checkpoints that are kept. */
final class PagesTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int MANY = Integer.getInteger("cairn.many", 100_000);

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore store = new CountingStore(memory);
  private final Stored stored = new Stored(memory, RANKER);
  private long begin;
  private RequestCounts before = RequestCounts.NONE;

  void start() {
    before = store.counts();
    begin = System.nanoTime();
  }

  void say(String what) {
    RequestCounts sent = store.counts().minus(before);
    System.out.println(
        "#### "
            + what
            + " "
            + sent.requests()
            + " "
            + (System.nanoTime() - begin) / 1_000_000
            + " ms, written "
            + sent.bytesWritten()
            + " read "
            + sent.bytesRead());
    start();
  }

  @Test
  void many_costOfEachThing() {
    start();
    ManyCheckpoints.save(store, MANY, PageLimits.STANDARD);
    say("built");
    System.out.println(
        "#### pages "
            + stored.stored().pages().stream().map(p -> p.rows()).toList()
            + " tail "
            + stored.stored().tail().size());
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      start();
      reader.restoreLatest();
      say("latest");
      reader.restore(2);
      say("v2");
      reader.list();
      say("list");
    }
    try (CheckpointManager manager = open(Keep.all())) {
      say("open");
      Map<Map<RequestKind, Long>, Integer> kinds = new HashMap<>();
      long largest = 0;
      for (int step = MANY + 1; step <= MANY + 2000; step++) {
        RequestCounts before = store.counts();
        long version =
            manager.save(ManyCheckpoints.progress(step), ManyCheckpoints.state()).version();
        RequestCounts sent = store.counts().minus(before);
        kinds.merge(sent.requests(), 1, Integer::sum);
        largest = Math.max(largest, memory.head(stored.entry(version)).orElseThrow().size());
      }
      say("2000 saves " + kinds + " largest " + largest);
    }
    MANY2 = MANY + 2000;
    look(Keep.last(3).or(Keep.everyNthStep(10)), 60);
    look(Keep.last(3).or(Keep.best("loss", Direction.MIN, 3)), 20);
  }

  int MANY2;

  void look(Keep keep, int n) {
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    try (CheckpointManager manager = open(keep)) {
      for (int step = MANY2 + 1; step <= MANY2 + n; step++) {
        start();
        long version =
            manager.save(ManyCheckpoints.progress(step), ManyCheckpoints.state()).version();
        say(
            "step "
                + step
                + " entry "
                + memory.head(stored.entry(version)).orElseThrow().size()
                + " live "
                + stored.index().liveCount()
                + " pages "
                + stored.stored().pages().size()
                + " retired pages "
                + stored.stored().retiredPages().size());
        if (step == MANY2 + 3) {
          System.gc();
          System.out.println(
              "#### memory "
                  + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() - used)
                      / 1000000);
        }
      }
    }
    MANY2 += n;
  }

  private CheckpointManager open(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .open();
  }
}
