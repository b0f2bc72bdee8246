package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What copies, exports and imports promise on any store. Each store subclasses this. */
public abstract class TransferContract {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final ProcessId COPY = ProcessId.training("copy");
  private static final Instant LONG_AGO = Instant.parse("2026-01-31T23:59:59.123456789Z");

  @TempDir Path folder;
  private ObjectStore source;
  private CountingStore target;

  /** A contract; its stores are opened for each test. */
  @SuppressWarnings("NullAway.Init") // The test engine calls the method that sets the fields.
  protected TransferContract() {}

  /** Opens a store, which is empty and another one at each call. */
  protected abstract ObjectStore open() throws IOException;

  @BeforeEach
  final void openStores() throws IOException {
    source = open();
    target = new CountingStore(open());
  }

  @AfterEach
  final void closeStores() {
    source.close();
    target.close();
  }

  @Test
  void copy_all_bringsEverythingInOrder() {
    saveMany();
    CopyReport report = copy();
    assertThat(report.copied()).hasSize(4);
    assertThat(report.present()).isEmpty();
    assertThat(report.skipped()).isEmpty();
    assertThat(Content.of(target, COPY)).isEqualTo(Content.of(source, RANKER));
    assertThat(Content.of(target, COPY).tags()).containsOnlyKeys("best", "good", "soon");
    new Stored(target, COPY).requireNothingMissing();
  }

  @Test
  void copy_again_writesNothingAndFencesNobody() {
    saveMany();
    copy();
    try (CheckpointManager writer = manager(target, COPY)) {
      RequestCounts before = target.counts();
      CopyReport again = copy();
      assertThat(again.copied()).isEmpty();
      assertThat(again.present()).hasSize(4);
      RequestCounts cost = target.counts().minus(before);
      assertThat(cost.count(RequestKind.PUT)).isZero();
      assertThat(cost.count(RequestKind.PUT_IF_ABSENT)).isZero();
      assertThat(cost.count(RequestKind.GET)).isEqualTo(1);
      writer.save(Progress.at(99), State.empty());
    }
  }

  @Test
  void copy_sourceWentOnAndLetGo_bringsWhatIsNew() {
    saveMany();
    copy();
    try (CheckpointManager manager = manager(source, RANKER)) {
      manager.unpin(manager.list().get(0).version());
      manager.delete(manager.list().get(0).version());
      manager.tag("best", manager.list().get(1).version(), Optional.empty());
      manager.save(Progress.at(5), state(5));
    }
    RequestCounts before = target.counts();
    CopyReport report = copy();
    assertThat(report.copied()).hasSize(1);
    assertThat(report.present()).hasSize(3);
    assertThat(target.counts().minus(before).count(RequestKind.PUT)).isEqualTo(1);
    Content there = Content.of(target, COPY);
    Content here = Content.of(source, RANKER);
    assertThat(there.checkpoints().subList(1, 5)).isEqualTo(here.checkpoints());
    assertThat(there.tags().get("best")).isEqualTo(2);
  }

  @Test
  void copy_intoOtherCheckpoints_isRefusedAndWritesNothing() {
    saveMany();
    try (CheckpointManager manager = manager(target, COPY)) {
      manager.save(Progress.at(1), State.empty());
    }
    RequestCounts before = target.counts();
    assertThatThrownBy(this::copy)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("training/copy")
        .hasMessageContaining("v2 is not one of them");
    RequestCounts cost = target.counts().minus(before);
    assertThat(cost.count(RequestKind.PUT) + cost.count(RequestKind.PUT_IF_ABSENT)).isZero();
  }

  @Test
  void copy_behindASingleOne_isRefused() {
    saveMany();
    copy("v5");
    assertThatThrownBy(this::copy)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("newer ones are");
    assertThat(Content.of(target, COPY).checkpoints()).hasSize(1);
  }

  @Test
  void copy_damageInTheSource_isReportedAndTheOthersAreCopied() {
    saveMany();
    List<Checkpoint> list = list(source, RANKER);
    long damaged = list.get(1).version();
    Damage.FLIPPED.strike(
        source,
        new Stored(source, RANKER).chunks(damaged).get(0),
        new Stored(source, RANKER).chunks(list.get(2).version()).get(0));
    CopyReport report = copy();
    assertThat(report.copied())
        .extracting(CopyReport.Copied::from)
        .containsExactly(list.get(0).version(), list.get(2).version(), list.get(3).version());
    assertThat(report.skipped())
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.version()).isEqualTo(damaged);
              assertThat(skipped.why()).contains("damaged").hasLineCount(1);
            });
    CopyReport again = copy();
    assertThat(again.copied()).isEmpty();
    assertThat(again.skipped()).isEqualTo(report.skipped());
    assertThatThrownBy(() -> copy("v" + damaged)).isInstanceOf(DamagedException.class);

    ExportReport export = export("all.tar");
    assertThat(export.checkpoints()).hasSize(3);
    assertThat(export.skipped()).isEqualTo(report.skipped());
    assertThat(Content.of(target, COPY)).isEqualTo(imported("all.tar"));
  }

  @Test
  void copy_one_byTagOrVersionOrLatest() {
    saveMany();
    CopyReport report = copy("good");
    assertThat(report.copied()).hasSize(1);
    Content there = Content.of(target, COPY);
    assertThat(there.checkpoints())
        .containsExactly(Content.of(source, RANKER).checkpoints().get(2));
    assertThat(there.tags()).containsOnlyKeys("good");
    assertThat(copy("v" + report.copied().get(0).from()).present()).hasSize(1);
    assertThatThrownBy(() -> copy("other")).isInstanceOf(CheckpointNotFoundException.class);
  }

  @Test
  void copy_completedRun_canBeReadFromTheCopy() {
    RegisteredRun run = completeARun();
    CopyReport report = copy();
    assertThat(report.parts()).isEqualTo(2);
    requireRun(target, COPY, run);
    assertThat(copy().parts()).isZero();
    export("run.tar");
    try (CheckpointTransfer transfer = CheckpointTransfer.file(folder.resolve("run.tar"))) {
      ProcessId other = ProcessId.backtest("imported");
      assertThat(transfer.copyTo(target, other).parts()).isEqualTo(2);
      requireRun(target, other, run);
    }
  }

  @Test
  void copy_openRun_goesOnInTheCopy() {
    RunDefinition definition = definition();
    try (CheckpointManager manager = manager(source, RANKER)) {
      RegisteredRun run = manager.register(definition, OnMismatch.FAIL);
      parts(source, run).write(new UnitInterval(0, 4), "a1", results(0, 4));
      copy();
      parts(source, run).write(new UnitInterval(5, 9), "a2", results(5, 9));
    }
    assertThat(copy().parts()).isEqualTo(1);
    try (CheckpointManager manager = manager(target, COPY)) {
      RegisteredRun there = manager.register(definition, OnMismatch.FAIL);
      assertThat(there.isCompleted()).isFalse();
      assertThat(parts(target, there).list().missing().isEmpty()).isTrue();
    }
  }

  @Test
  void copy_damagedPart_isReportedAndTheRunIsOpenInTheCopy() {
    RegisteredRun run = completeARun();
    List<PartName> names = parts(source, run).list().parts();
    Damage.TRUNCATED.strike(
        source, run.prefix().key(names.get(0).format()), run.prefix().key(names.get(1).format()));
    for (int round = 0; round < 2; round++) {
      CopyReport report = copy();
      assertThat(report.skipped()).hasSize(1);
      assertThat(report.skipped().get(0).why()).contains("The part of the units 0-4 is damaged");
    }
    try (CheckpointManager manager = manager(target, COPY)) {
      RegisteredRun there = manager.register(run.definition(), OnMismatch.FAIL);
      assertThat(there.isCompleted()).isFalse();
      assertThat(parts(target, there).list().parts()).containsExactly(names.get(1));
    }
    assertThat(export("run.tar").skipped()).hasSize(1);
  }

  @Test
  void exportAndImport_all_giveTheSame() {
    saveMany();
    ExportReport report = export("all.tar");
    assertThat(report.checkpoints()).hasSize(4);
    assertThat(report.bytes()).isEqualTo(folder.resolve("all.tar").toFile().length());
    assertThat(imported("all.tar")).isEqualTo(Content.of(source, RANKER));
    RequestCounts before = target.counts();
    imported("all.tar");
    assertThat(target.counts().minus(before).count(RequestKind.PUT_IF_ABSENT)).isZero();
  }

  @Test
  void export_again_givesTheSameBytes() {
    saveMany();
    export("one.tar");
    export("two.tar");
    assertThat(folder.resolve("one.tar")).hasSameBinaryContentAs(folder.resolve("two.tar"));
  }

  @Test
  void copy_onto_itself_changesNothing() {
    saveMany();
    Content before = Content.of(source, RANKER);
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      assertThat(transfer.copyTo(source, RANKER).present()).hasSize(4);
    }
    assertThat(Content.of(source, RANKER)).isEqualTo(before);
  }

  private CopyReport copy() {
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      return transfer.copyTo(target, COPY);
    }
  }

  private CopyReport copy(String name) {
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.one(reader, name)) {
      return transfer.copyTo(target, COPY);
    }
  }

  private ExportReport export(String file) {
    try (CheckpointReader reader = CheckpointReader.open(source, RANKER);
        CheckpointTransfer transfer = CheckpointTransfer.all(reader)) {
      return transfer.exportTo(folder.resolve(file), OnExisting.REFUSE);
    }
  }

  private Content imported(String file) {
    ProcessId process = ProcessId.training("imported");
    try (CheckpointTransfer transfer = CheckpointTransfer.file(folder.resolve(file))) {
      assertThat(transfer.process()).isEqualTo(RANKER);
      transfer.copyTo(target, process);
    }
    return Content.of(target, process);
  }

  /** Four checkpoints: v2, v3, v4 and v5; of nothing, of small and of large items. */
  private void saveMany() {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(source)
            .process(RANKER)
            .keep(Keep.all())
            .clock(() -> LONG_AGO)
            .open()) {
      manager.save(Progress.at(1).metric("loss", Double.NaN).metric("x", -0.0), State.empty());
      manager.save(Progress.at(2).of(9), state(2));
      manager.save(
          Progress.at(3).status(Status.FAILED).because("it broke: \u00e9\u4e16 \ud83d\ude00"),
          state(3).and("large", Codecs.bytes(), random(20 << 20)));
      manager.save(Progress.at(3).status(Status.INTERRUPTED), state(3));
      List<Checkpoint> list = manager.list();
      manager.pin(list.get(0).version());
      manager.tag("best", list.get(1).version(), Optional.empty());
      manager.tag("good", list.get(2).version(), Optional.empty());
      manager.tag(
          "soon", list.get(3).version(), Optional.of(Instant.now().plus(Duration.ofDays(9))));
    }
  }

  private RegisteredRun completeARun() {
    try (CheckpointManager manager = manager(source, RANKER)) {
      manager.save(Progress.at(0), State.empty());
      RegisteredRun run = manager.register(definition(), OnMismatch.FAIL);
      PartName one = parts(source, run).write(new UnitInterval(0, 4), "a1", results(0, 4));
      PartName two = parts(source, run).write(new UnitInterval(5, 9), "a2", results(5, 9));
      manager.complete(
          run,
          Progress.at(10).of(10).status(Status.COMPLETED),
          State.of("parts", Codecs.utf8(), one + "\n" + two));
      return run;
    }
  }

  private static void requireRun(ObjectStore store, ProcessId process, RegisteredRun original) {
    try (CheckpointManager manager = manager(store, process)) {
      RegisteredRun there = manager.register(original.definition(), OnMismatch.FAIL);
      assertThat(there.isCompleted()).isTrue();
      Restored last = manager.restore(there.completedBy().orElseThrow());
      List<String> results = new ArrayList<>();
      for (String name : last.item("parts", Codecs.utf8()).lines().toList()) {
        parts(store, there).read(PartName.parse(name).orElseThrow()).stream()
            .map(result -> new String(result, StandardCharsets.UTF_8))
            .forEach(results::add);
      }
      assertThat(results)
          .isEqualTo(
              results(0, 9).stream()
                  .map(result -> new String(result, StandardCharsets.UTF_8))
                  .toList());
    }
  }

  private static List<Checkpoint> list(ObjectStore store, ProcessId process) {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      return reader.list();
    }
  }

  private static CheckpointManager manager(ObjectStore store, ProcessId process) {
    return CheckpointManager.builder().store(store).process(process).keep(Keep.all()).open();
  }

  private static RunParts parts(ObjectStore store, RegisteredRun run) {
    return new RunParts(store, run.prefix(), run.definition().units());
  }

  private static RunDefinition definition() {
    return RunDefinition.builder()
        .codeVersion("git:1")
        .parameter("cost", "5")
        .input("prices", "a".repeat(64))
        .units(10)
        .seed(-7)
        .build();
  }

  private static List<byte[]> results(int first, int last) {
    List<byte[]> results = new ArrayList<>();
    for (int unit = first; unit <= last; unit++) {
      results.add(("result " + unit).getBytes(StandardCharsets.UTF_8));
    }
    return results;
  }

  private static State state(long step) {
    return State.of("small", Codecs.utf8(), "step " + step)
        .and("nothing", Codecs.bytes(), new byte[0])
        .and("weights", Codecs.bytes(), random(100_000 + (int) step));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
