package dev.cairn.proofs.stress;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.FailingSaveOperations;
import dev.cairn.SaveOperations;
import dev.cairn.internal.data.BufferOperations;
import dev.cairn.internal.data.UploadOperations;
import dev.cairn.proofs.ProofReport;
import dev.cairn.store.cache.CacheOperations;
import dev.cairn.store.cache.ChangingCacheOperations;
import dev.cairn.store.cache.SingleFlightOperations;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * What two or three threads are told by the parts of a JVM that they share has an order in which it
 * is right: by the cache, by the saves that go on behind, by what moves chunks.
 *
 * <p>{@code ./cairn prove stress} is the long form, with {@code -Dcairn.test.stress=N} for N times
 * as many scenarios. That a part with a bug is found out is shown by the planted bugs that name
 * this class.
 */
final class StressTest {
  private static final int TIMES = Integer.getInteger("cairn.test.stress", 1);
  private static final ProofReport REPORT = ProofReport.begin("stress");

  /** How many tests go into the report. */
  private static final int PARTS = 8;

  private static int held;
  private static long scenarios;
  private static long executions;
  private static long steppedExecutions;

  @AfterAll
  static void report() {
    if (held == PARTS) {
      REPORT
          .count("scenarios of two or three threads", scenarios)
          .count("executions by free threads", executions)
          .figure("up to %,d step by step".formatted(steppedExecutions))
          .held();
    }
  }

  @Test
  void cache_ofWhatNeverChanges_saysWhatTheStoreWould() {
    run(
        new Scenarios(3, 4, 10 * TIMES, 500),
        CacheOperations.class,
        CacheOperations.Sequential.class);
  }

  @Test
  void cache_ofWhatNeverChanges_stepByStep_saysWhatTheStoreWould() throws Exception {
    step(
        new Scenarios(3, 2, TIMES, 500),
        CacheOperations.class,
        CacheOperations.Sequential.class,
        createdWhileTwoLookForIt());
  }

  /** Who knows from its size that an object is there must get it, though another one found none. */
  private static List<List<Actor>> createdWhileTwoLookForIt() throws NoSuchMethodException {
    var create = new Actor(CacheOperations.class.getMethod("create", int.class), List.of(1));
    var get = new Actor(CacheOperations.class.getMethod("get"), List.of());
    var head = new Actor(CacheOperations.class.getMethod("head"), List.of());
    return List.of(List.of(create), List.of(get), List.of(head, get));
  }

  @Test
  void cache_ofWhatChanges_showsEachChangeThatHasReturned() {
    run(
        new Scenarios(3, 4, 10 * TIMES, 500),
        ChangingCacheOperations.class,
        ChangingCacheOperations.Sequential.class);
  }

  @Test
  void cache_ofWhatIsThere_asksForItOnce() {
    run(
        new Scenarios(3, 3, 5 * TIMES, 300),
        SingleFlightOperations.class,
        SingleFlightOperations.Sequential.class);
  }

  @Test
  void saves_areCommittedInOrderAndWaitedFor() {
    run(new Scenarios(2, 3, 8 * TIMES, 60), SaveOperations.class, SaveOperations.Sequential.class);
  }

  @Test
  void saves_thatFail_areThrownOnceAndLoseNoOther() {
    run(
        new Scenarios(2, 3, 8 * TIMES, 60),
        FailingSaveOperations.class,
        FailingSaveOperations.Sequential.class);
  }

  @Test
  void buffers_belongToOneChunkAtATime() {
    run(
        new Scenarios(3, 3, 10 * TIMES, 500),
        BufferOperations.class,
        BufferOperations.Sequential.class);
  }

  @Test
  void uploads_storeWhatWasGivenAndNothingTwice() {
    run(
        new Scenarios(2, 2, 5 * TIMES, 40),
        UploadOperations.class,
        UploadOperations.Sequential.class);
  }

  @Test
  void subject_thatLosesACount_isFoundOut() {
    var few = new Scenarios(2, 2, 1, 100);

    assertThatThrownBy(
            () -> few.step(LosingCounter.class, LosingCounter.Sequential.class, List.of()))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  private static void run(Scenarios drawn, Class<?> subject, Class<?> sequential) {
    drawn.run(subject, sequential);
    held++;
    scenarios += drawn.scenarios();
    executions += drawn.total();
  }

  private static void step(
      Scenarios drawn, Class<?> subject, Class<?> sequential, List<List<Actor>> first) {
    drawn.step(subject, sequential, List.of(first));
    held++;
    scenarios += drawn.scenarios() + 1;
    steppedExecutions += drawn.total() + drawn.executions();
  }
}
