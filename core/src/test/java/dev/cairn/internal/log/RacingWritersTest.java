package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.FencedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Eight threads that open one log at the same time, commit until they are fenced, and again. */
final class RacingWritersTest {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 10;
  private static final int MOST_COMMITS = 5;

  private final LogFixture fixture = new LogFixture();
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void commit_eightWritersAtOnce_nothingAcknowledgedIsLost() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      var start = new CyclicBarrier(WRITERS);
      List<Callable<List<String>>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String name = "r" + round + "w" + writer;
        writers.add(
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return commitUntilFenced(name);
            });
      }
      for (Future<List<String>> writer : threads.invokeAll(writers)) {
        acknowledged.addAll(writer.get());
      }
    }
    assertThat(fixture.marks()).containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * MOST_COMMITS);
    assertDense();
  }

  /** The last writer to open the log in a round commits all of its commits. */
  private List<String> commitUntilFenced(String name) {
    List<String> acknowledged = new ArrayList<>();
    // Real time: threads that start over must get out of each other's way.
    var patience = new Patience(java.time.Duration.ofSeconds(60));
    CommitLog log = CommitLog.open(Contexts.of(fixture.memory, name, patience, WriteIds.random()));
    try {
      for (int number = 0; number < MOST_COMMITS; number++) {
        String mark = name + "c" + number;
        log.commit(Marks.commit(mark));
        acknowledged.add(mark);
      }
    } catch (FencedException e) {
      assertThat(e.by().host()).isNotEqualTo(name);
    }
    return acknowledged;
  }

  /** Every slot up to the newest has its entry, built on the one before, in epochs that grow. */
  private void assertDense() {
    long newest = fixture.newest().newestVersion();
    assertThat(fixture.names()).hasSize((int) newest);
    List<Manifest> entries =
        LongStream.rangeClosed(1, newest)
            .mapToObj(version -> fixture.entry(version).manifest())
            .toList();
    for (int index = 1; index < entries.size(); index++) {
      Manifest before = entries.get(index - 1);
      Manifest entry = entries.get(index);
      assertThat(entry.previous()).isEqualTo(before.writeId());
      assertThat(entry.epoch())
          .isEqualTo(entry.kind() == EntryKind.CLAIM ? entry.version() : before.epoch());
    }
  }
}
