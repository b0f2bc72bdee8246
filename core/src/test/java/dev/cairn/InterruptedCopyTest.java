package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies and imports that are cut off at any request, and go on. */
final class InterruptedCopyTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final ProcessId COPY = ProcessId.training("copy");
  private static final int CHECKPOINTS = 5;

  @TempDir Path folder;
  private final MemoryStore source = new MemoryStore();

  record Scene(Fault fault, RequestMatch requests) {}

  static Stream<Scene> scenes() {
    RequestMatch writes =
        RequestMatch.next(RequestKind.PUT_IF_ABSENT, RequestKind.PUT, RequestKind.DELETE);
    return Stream.of(
        new Scene(Fault.lostRequest(), RequestMatch.next()),
        new Scene(Fault.lostAnswer(), RequestMatch.next()),
        new Scene(Fault.refused(), RequestMatch.next()),
        new Scene(Fault.late(4), writes),
        new Scene(Fault.conflict(), writes));
  }

  @BeforeEach
  void save() {
    try (CheckpointManager manager =
        CheckpointManager.builder().store(source).process(RANKER).keep(Keep.all()).open()) {
      for (int step = 1; step < CHECKPOINTS; step++) {
        manager.save(Progress.at(step), state(step));
        manager.pin(manager.list().get(step - 1).version());
      }
      RegisteredRun run =
          manager.register(
              RunDefinition.builder().codeVersion("1").units(2).build(), OnMismatch.FAIL);
      RunParts parts = new RunParts(source, run.prefix(), 2);
      parts.write(new UnitInterval(0, 0), "a", List.of(new byte[] {1}));
      parts.write(new UnitInterval(1, 1), "b", List.of(new byte[] {2}));
      manager.complete(run, Progress.at(CHECKPOINTS), state(CHECKPOINTS));
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void fault_atAnyRequestToTheTarget_theNextCopyGoesOn(Scene scene) {
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER)) {
      requireGoesOn(scene, () -> CheckpointTransfer.all(reader));
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void fault_atAnyRequestOfAnImport_theNextImportGoesOn(Scene scene) {
    Path file = folder.resolve("all.tar");
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      transfer.exportTo(file, OnExisting.REFUSE);
    }
    requireGoesOn(scene, () -> CheckpointTransfer.file(file));
  }

  @Test
  void fault_ofTheSource_isNeverTakenForDamage() {
    int failures = 0;
    boolean struck = true;
    for (int request = 0; struck; request++) {
      FaultyStore faulty = new FaultyStore(source);
      faulty.inject(RequestMatch.next().skipping(request), Fault.lostRequest());
      MemoryStore target = new MemoryStore();
      try {
        requireWhole(copy(faulty, target), target);
      } catch (StoreUnavailableException e) {
        failures++;
        requireWhole(copy(source, target), target);
      }
      struck = !faulty.history().isEmpty();
    }
    assertThat(failures).isGreaterThan(10);
  }

  @Test
  void copyAfterAFailure_writesOnlyWhatIsMissing() {
    MemoryStore memory = new MemoryStore();
    FaultyStore faulty = new FaultyStore(memory);
    // The claim, and the checkpoints of the steps 1 to 3.
    faulty.inject(RequestMatch.next(RequestKind.PUT_IF_ABSENT).skipping(4), Fault.refused());
    assertThatThrownBy(() -> copy(source, faulty)).isInstanceOf(StoreException.class);
    CountingStore counting = new CountingStore(memory);
    CopyReport report = copy(source, counting);
    assertThat(report.present()).hasSize(3);
    assertThat(report.copied()).hasSize(2);
    // One chunk each of two checkpoints, and two parts.
    assertThat(counting.counts().count(RequestKind.PUT)).isEqualTo(4);
    // The claim, the run, two checkpoints.
    assertThat(counting.counts().count(RequestKind.PUT_IF_ABSENT)).isEqualTo(4);
    requireWhole(report, memory);
  }

  @Test
  void checkpointCollectedMeanwhile_isReported() {
    List<Long> versions = new ArrayList<>();
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER)) {
      reader.list().forEach(each -> versions.add(each.version()));
      MemoryStore memory = new MemoryStore();
      FaultyStore target = new FaultyStore(memory);
      target.after(
          RequestMatch.next(RequestKind.PUT_IF_ABSENT).skipping(1),
          () -> {
            CheckpointEditor editor = CheckpointEditor.of(source, RANKER);
            editor.unpin(versions.get(2));
            editor.delete(versions.get(2));
            source.delete(new Stored(source, RANKER).chunks(versions.get(2)));
            try (CheckpointManager manager =
                CheckpointManager.builder()
                    .store(source)
                    .process(RANKER)
                    .keep(Keep.all())
                    .grace(java.time.Duration.ZERO)
                    .open()) {
              manager.save(Progress.at(9), State.empty());
            }
          });
      try (CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
        CopyReport report = transfer.copyTo(target, COPY);
        assertThat(report.copied()).hasSize(CHECKPOINTS - 1);
        assertThat(report.skipped())
            .singleElement()
            .satisfies(
                skipped -> {
                  assertThat(skipped.version()).isEqualTo(versions.get(2));
                  assertThat(skipped.why()).startsWith("There is no checkpoint");
                });
      }
    }
  }

  @Test
  void anotherWriterOfTheTarget_fencesTheCopy() {
    MemoryStore memory = new MemoryStore();
    FaultyStore target = new FaultyStore(memory);
    target.before(
        RequestMatch.next(RequestKind.PUT_IF_ABSENT).skipping(2),
        () -> CheckpointManager.builder().store(memory).process(COPY).open().close());
    assertThatThrownBy(() -> copy(source, target)).isInstanceOf(FencedException.class);
    requireWhole(copy(source, memory), memory);
  }

  @Test
  void manyCheckpoints_someInPages_areCopiedAndKnownAgain() {
    MemoryStore many = new MemoryStore();
    try (CheckpointManager manager =
        CheckpointManager.builder().store(many).process(RANKER).keep(Keep.all()).open()) {
      for (int step = 0; step < 1500; step++) {
        manager.save(Progress.at(step), State.of("step", Codecs.utf8(), "step " + step));
      }
      manager.pin(manager.list().get(3).version());
      manager.delete(manager.list().get(5).version());
    }
    assertThat(new Stored(many, RANKER).pages()).isNotEmpty();
    MemoryStore target = new MemoryStore();
    assertThat(copy(many, target).copied()).hasSize(1499);
    assertThat(new Stored(target, COPY).pages()).isNotEmpty();
    assertThat(Content.of(target, COPY)).isEqualTo(Content.of(many, RANKER));
    CheckpointEditor.of(many, RANKER)
        .tag("good", new Stored(many, RANKER).index().live().get(9).version(), Optional.empty());
    CopyReport again = copy(many, target);
    assertThat(again.copied()).isEmpty();
    assertThat(again.present()).hasSize(1499);
    assertThat(Content.of(target, COPY)).isEqualTo(Content.of(many, RANKER));
  }

  private void requireGoesOn(Scene scene, Supplier<CheckpointTransfer> open) {
    int request = 0;
    int failures = 0;
    boolean struck = true;
    while (struck) {
      MemoryStore memory = new MemoryStore();
      FaultyStore faulty = new FaultyStore(memory);
      faulty.inject(scene.requests().skipping(request), scene.fault());
      try (CheckpointTransfer transfer = open.get()) {
        CopyReport report;
        try {
          report = transfer.copyTo(faulty, COPY);
        } catch (CairnException e) {
          failures++;
          faulty.landLate();
          report = transfer.copyTo(memory, COPY);
        }
        faulty.landLate();
        requireWhole(report, memory);
      }
      struck = !faulty.history().isEmpty();
      request++;
    }
    assertThat(request).isGreaterThan(10);
    System.out.println(
        "InterruptedCopyTest: %s at each of %d requests, %d copies failed and went on"
            .formatted(scene.fault(), request, failures));
  }

  private void requireWhole(CopyReport report, MemoryStore target) {
    assertThat(report.skipped()).isEmpty();
    assertThat(report.copied().size() + report.present().size()).isEqualTo(CHECKPOINTS);
    assertThat(Content.of(target, COPY)).isEqualTo(Content.of(source, RANKER));
    try (CheckpointReader reader = CheckpointReader.open(target, COPY)) {
      assertThat(reader.runs())
          .singleElement()
          .satisfies(
              run -> {
                assertThat(run.completedBy()).hasValue(reader.latest().orElseThrow().version());
                RunParts parts = new RunParts(target, run.prefix(), 2);
                assertThat(parts.list().parts()).hasSize(2).allMatch(p -> !parts.read(p).isEmpty());
              });
    }
  }

  private static CopyReport copy(ObjectStore from, ObjectStore to) {
    try (CheckpointReader reader = CheckpointReader.open(from, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      return transfer.copyTo(to, COPY);
    }
  }

  private static State state(int step) {
    byte[] large = new byte[70_000];
    new Random(step).nextBytes(large);
    return State.of("small", Codecs.utf8(), "step " + step).and("large", Codecs.bytes(), large);
  }
}
