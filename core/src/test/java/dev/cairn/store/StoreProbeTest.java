package dev.cairn.store;

import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointReader;
import dev.cairn.store.ProbeFinding.Verdict;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.local.LocalStore;
import dev.cairn.store.memory.MemoryStore;
import dev.cairn.store.sorting.ShuffledStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe tells of good stores and of bad ones. */
class StoreProbeTest {
  private final MemoryStore memory = new MemoryStore();

  private static Optional<Verdict> verdict(ProbeReport report, ProbeCheck check) {
    return report.findings().stream()
        .filter(finding -> finding.check() == check)
        .map(ProbeFinding::verdict)
        .findFirst();
  }

  private static List<ProbeCheck> bad(ProbeReport report) {
    return report.findings().stream()
        .filter(finding -> finding.verdict() == Verdict.BAD)
        .map(ProbeFinding::check)
        .toList();
  }

  @Test
  void run_memory_isSafeAndLeavesNothing() {
    ProbeReport report = memory.probe();

    assertThat(report.safe()).isTrue();
    assertThat(report.findings())
        .hasSize(8)
        .extracting(ProbeFinding::verdict)
        .containsOnly(Verdict.GOOD);
    assertThatCode(report::requireSafe).doesNotThrowAnyException();
    assertThat(memory.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
  }

  @Test
  void run_directory_isSafeAndLeavesNoFolder(@TempDir Path root) throws Exception {
    try (LocalStore local = new LocalStore(root)) {
      assertThat(local.probe().safe()).isTrue();
    }
    try (var left = Files.list(root.resolve("_probe"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void run_goodStore_takesWhatItSays() {
    CountingStore counting = new CountingStore(memory);

    StoreProbe.run(counting);

    assertThat(counting.counts())
        .returns(
            Map.of(
                RequestKind.PUT_IF_ABSENT, 35L,
                RequestKind.GET, 7L,
                RequestKind.GET_RANGE, 2L,
                RequestKind.HEAD, 1L,
                RequestKind.LIST, 3L,
                RequestKind.DELETE, 1L),
            RequestCounts::requests);
    assertThat(StoreProbe.REQUESTS).isEqualTo("35 PUT, 9 GET, 1 HEAD, 3 LIST and 1 DELETE");
  }

  @Test
  void run_whileProcessesAreListed_isNotTakenForOne() {
    memory.put(
        StoreProbe.FOLDER.folder("x").key("left"), ByteBuffer.allocate(1), WriteCondition.ALWAYS);
    assertThat(CheckpointReader.processes(memory)).isEmpty();
  }

  @Test
  void run_conditionIsIgnored_namesWhatTheStoreDid() {
    ProbeReport report =
        StoreProbe.run(
            new SpoiltStore(memory) {
              @Override
              public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
                return super.put(key, content, WriteCondition.ALWAYS);
              }
            });

    assertThat(bad(report)).containsExactly(ProbeCheck.CREATE_TWICE, ProbeCheck.CREATE_RACE);
    assertThatThrownBy(report::requireSafe)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("create twice")
        .hasMessageContaining("If-None-Match: *")
        .hasMessageContaining("was replaced")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void run_conditionFailsButIsApplied_isBad() {
    ProbeReport report =
        StoreProbe.run(
            new SpoiltStore(memory) {
              @Override
              public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
                PutOutcome outcome = super.put(key, content, condition);
                super.put(key, content, WriteCondition.ALWAYS);
                return outcome;
              }
            });

    assertThat(bad(report)).contains(ProbeCheck.CREATE_TWICE);
  }

  @Test
  void run_conditionIsNotAtomic_isBad() {
    AtomicInteger looking = new AtomicInteger();
    ProbeReport report =
        StoreProbe.run(
            new SpoiltStore(memory) {
              @Override
              public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
                if (!key.name().startsWith("race-")) {
                  return super.put(key, content, condition);
                }
                boolean there = head(key).isPresent();
                looking.incrementAndGet();
                while (looking.get() < 8) {
                  Thread.onSpinWait();
                }
                return there
                    ? new PutOutcome.AlreadyExists()
                    : super.put(key, content, WriteCondition.ALWAYS);
              }
            });

    assertThat(bad(report)).containsExactly(ProbeCheck.CREATE_RACE);
  }

  @Test
  void run_listingIsUnordered_isBadAndSaysWhatToDeclare() {
    ProbeReport report = StoreProbe.run(new ShuffledStore(memory, 7));

    assertThat(bad(report)).containsExactly(ProbeCheck.LIST_ORDER);
    assertThatThrownBy(report::requireSafe).hasMessageContaining("listing=unordered");
  }

  @Test
  void run_listingIsStale_isBad() {
    ProbeReport report =
        StoreProbe.run(
            new SpoiltStore(memory) {
              @Override
              public ListPage list(ListRequest request) {
                return new ListPage(List.of(), List.of(), Optional.empty());
              }
            });

    assertThat(bad(report)).contains(ProbeCheck.LIST_AFTER_WRITE);
  }

  @Test
  void run_rangesAreIgnored_isBad() {
    ProbeReport report =
        StoreProbe.run(
            new SpoiltStore(memory) {
              @Override
              public Optional<byte[]> get(ObjectKey key, ByteRange range) {
                return get(key);
              }
            });

    assertThat(bad(report)).containsExactly(ProbeCheck.RANGE_READ);
  }

  @Test
  void run_deleteIsDenied_isSafeAndSaysWhatStays() {
    FaultyStore faulty = new FaultyStore(memory);
    faulty.inject(next(RequestKind.DELETE).everyTime(), Fault.refused());

    ProbeReport report = StoreProbe.run(faulty);

    assertThat(report.safe()).isTrue();
    assertThat(verdict(report, ProbeCheck.DELETE)).contains(Verdict.UNKNOWN);
    assertThat(report.findings().get(7).detail()).contains("13 small objects stay in _probe/");
  }

  @Test
  void run_writingIsDenied_saysWhy() {
    FaultyStore faulty = new FaultyStore(memory);
    faulty.inject(next(RequestKind.PUT_IF_ABSENT).everyTime(), Fault.refused());

    ProbeReport report = StoreProbe.run(faulty);

    assertThat(report.safe()).isFalse();
    assertThat(verdict(report, ProbeCheck.CREATE_TWICE)).contains(Verdict.REFUSED);
    assertThat(verdict(report, ProbeCheck.CREATE_RACE)).isEmpty();
    // What to do about it is what the store says, and not to take another store.
    assertThatThrownBy(report::requireSafe)
        .hasMessageContaining("refused")
        .hasMessageNotContaining("put-if-absent only when");
  }

  @Test
  void run_answersAreLost_triesAgainAndIsSafe() {
    FaultyStore faulty = new FaultyStore(memory);
    faulty.inject(next(RequestKind.GET), Fault.lostAnswer());
    faulty.inject(next(RequestKind.PUT_IF_ABSENT).keyContaining("race-"), Fault.lostAnswer());
    faulty.inject(next(RequestKind.PUT_IF_ABSENT).keyContaining("list/"), Fault.lostRequest());

    assertThat(StoreProbe.run(faulty).safe()).isTrue();
    assertThat(memory.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
  }

  @Test
  void run_noAnswerAtAll_isUnavailable() {
    FaultyStore faulty = new FaultyStore(memory);
    faulty.inject(next(RequestKind.GET).everyTime(), Fault.lostRequest());

    assertThatThrownBy(() -> StoreProbe.run(faulty)).isInstanceOf(StoreUnavailableException.class);
    assertThat(memory.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
  }

  @Test
  void probe_decorated_isThatOfTheStoreBelow() {
    AtomicInteger verified = new AtomicInteger();
    ObjectStore below =
        new SpoiltStore(memory) {
          @Override
          public void verifyForWriting() {
            verified.incrementAndGet();
          }
        };
    CountingStore counting = new CountingStore(new FaultyStore(below));
    try (ObjectStore store = new dev.cairn.store.cache.CachingStore(counting, 1000)) {
      store.verifyForWriting();
      assertThat(store.probe().safe()).isTrue();
    }
    assertThat(verified).hasValue(1);
    assertThat(counting.counts()).isEqualTo(RequestCounts.NONE);
  }
}
