package dev.cairn;

import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what each row of the tables on the performance page says, and compares what was sent. */
final class PerformanceTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int SMALL = 1000;
  private static final int LARGE = 1_000_000;
  private static final int HUGE = 40_000_000;

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final LogApartStore apart = new LogApartStore(faulty);
  private final CountingStore store = new CountingStore(apart);
  private final List<AutoCloseable> open = new ArrayList<>();
  private long seconds;

  /** Prepares what an operation needs, and hands over the operation. */
  private interface Operation extends Function<PerformanceTest, Runnable> {}

  private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

  private static void operation(String name, Operation operation) {
    OPERATIONS.put(name, operation);
  }

  static {
    operation("open a new process", test -> test::manager);
    operation(
        "open a process",
        test -> {
          test.saved(SMALL);
          return test::manager;
        });
    operation(
        "open a process with 1,500 entries",
        test -> {
          CheckpointManager manager = test.manager(Keep.last(1));
          for (int step = 0; step < 1500; step++) {
            manager.save(Progress.at(step), State.empty());
          }
          return test::manager;
        });
    operation(
        "close",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          return manager::close;
        });

    operation(
        "save up to 64 KiB",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.save(Progress.at(1), state(1, 64 * 1024));
        });
    operation(
        "save up to 64 KiB behind the caller",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.saveAsync(Progress.at(1), state(1, 64 * 1024)).await();
        });
    operation(
        "saveIfDue, not due",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.saveIfDue(Progress.at(1), () -> state(1, SMALL));
        });
    operation(
        "save 64 KiB and a byte",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.save(Progress.at(1), state(1, 64 * 1024 + 1));
        });
    operation(
        "save 1 MB",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.save(Progress.at(1), state(1, LARGE));
        });
    operation(
        "save 40 MB",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.save(Progress.at(1), state(1, HUGE));
        });
    operation(
        "save 40 MB again, nothing changed",
        test -> {
          CheckpointManager manager = test.saved(HUGE);
          return () -> manager.save(Progress.at(2), state(1, HUGE));
        });
    operation(
        "save 40 MB again, one byte changed",
        test -> {
          CheckpointManager manager = test.saved(HUGE);
          byte[] changed = bytes(1, HUGE);
          changed[HUGE / 2] ^= 1;
          return () -> manager.save(Progress.at(2), State.of("state", Codecs.bytes(), changed));
        });
    operation(
        "save 40 MB again, 100 bytes inserted in the middle",
        test -> {
          CheckpointManager manager = test.saved(HUGE);
          return () ->
              manager.save(
                  Progress.at(2), State.of("state", Codecs.bytes(), inserted(bytes(1, HUGE), 100)));
        });
    operation(
        "save 1 MB and an item of 1,000 bytes that changed",
        test -> {
          CheckpointManager manager = test.manager();
          manager.save(
              Progress.at(1), state(1, LARGE).and("more", Codecs.bytes(), bytes(2, SMALL)));
          return () ->
              manager.save(
                  Progress.at(2), state(1, LARGE).and("more", Codecs.bytes(), bytes(3, SMALL)));
        });
    operation(
        "save, somebody edited since",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          CheckpointEditor.of(test.store, RANKER).pin(2);
          return () -> manager.save(Progress.at(2), state(2, SMALL));
        });
    operation(
        "save, the answer is lost once",
        test -> {
          CheckpointManager manager = test.manager();
          test.faulty.inject(next(RequestKind.PUT_IF_ABSENT), Fault.lostAnswer());
          return () -> manager.save(Progress.at(1), state(1, SMALL));
        });
    operation(
        "mark",
        test -> {
          CheckpointManager manager = test.saved(LARGE);
          return () -> manager.mark(Status.INTERRUPTED, Optional.empty());
        });
    operation(
        "mark, small state in an older entry",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          manager.pin(2);
          return () -> manager.mark(Status.INTERRUPTED, Optional.empty());
        });
    operation(
        "the 52nd save that lets one go",
        test -> {
          CheckpointManager manager = test.manager(Keep.last(1));
          for (int step = 1; step <= 51; step++) {
            manager.save(Progress.at(step), state(step, 70_000));
          }
          return () -> manager.save(Progress.at(52), state(52, 70_000));
        });
    operation(
        "close, with garbage",
        test -> {
          CheckpointManager manager = test.manager(Keep.last(1));
          for (int step = 1; step <= 10; step++) {
            manager.save(Progress.at(step), state(step, SMALL));
          }
          return manager::close;
        });

    operation(
        "latest, list, restore latest up to 64 KiB by the manager that saved it",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          return () -> {
            manager.latest();
            manager.list();
            manager.restoreLatest().orElseThrow().item("state", Codecs.bytes());
          };
        });
    operation(
        "restore latest up to 64 KiB",
        test -> test.reading(SMALL, reader -> assertThat(reader.restoreLatest()).isPresent()));
    operation(
        "restore latest, 1 MB, all items",
        test ->
            test.reading(
                LARGE,
                reader -> reader.restoreLatest().orElseThrow().item("state", Codecs.bytes())));
    operation(
        "restore latest, 40 MB, all items",
        test ->
            test.reading(
                HUGE,
                reader -> reader.restoreLatest().orElseThrow().item("state", Codecs.bytes())));
    operation(
        "restore latest up to 64 KiB after an edit",
        test -> {
          test.saved(SMALL);
          CheckpointEditor.of(test.store, RANKER).pin(2);
          return () -> assertThat(test.reader().restoreLatest()).isPresent();
        });
    operation(
        "restore an older version up to 64 KiB",
        test -> {
          test.saved(SMALL).save(Progress.at(2), state(2, SMALL));
          return () -> test.reader().restore(2);
        });
    operation(
        "restore latest, the newest is damaged",
        test -> {
          test.saved(LARGE).save(Progress.at(2), state(2, LARGE));
          Stored stored = new Stored(test.memory, RANKER);
          Damage.FLIPPED.strike(test.memory, stored.chunks(3).get(0), stored.chunks(2).get(0));
          return () -> assertThat(test.reader().restoreLatest()).isPresent();
        });
    operation("list", test -> test.reading(SMALL, CheckpointReader::list));
    operation("latest", test -> test.reading(SMALL, CheckpointReader::latest));
    operation("recovery info", test -> test.reading(SMALL, CheckpointReader::recoveryInfo));
    operation("tags and pins", test -> test.reading(SMALL, CheckpointReader::tags));
    operation("runs", test -> test.reading(SMALL, CheckpointReader::runs));
    operation(
        "history of 10 entries",
        test -> {
          CheckpointManager manager = test.manager();
          for (int step = 1; step <= 20; step++) {
            manager.save(Progress.at(step), state(step, SMALL));
          }
          return () -> assertThat(test.reader().history(10)).hasSize(10);
        });
    operation(
        "the processes of a store, 2 types",
        test -> {
          test.saved(SMALL);
          CheckpointManager.builder()
              .store((ObjectStore) test.store)
              .process(ProcessId.backtest("sweep"))
              .open()
              .close();
          return () -> assertThat(CheckpointReader.processes(test.store)).hasSize(2);
        });

    operation(
        "pin, unpin, tag, untag or delete by the writer",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          return () -> manager.pin(2);
        });
    operation(
        "pin, unpin, tag, untag or delete by somebody else",
        test -> {
          test.saved(SMALL);
          return () -> CheckpointEditor.of(test.store, RANKER).pin(2);
        });
    operation(
        "an edit that is in effect already",
        test -> {
          CheckpointManager manager = test.saved(SMALL);
          manager.pin(2);
          return () -> CheckpointEditor.of(test.store, RANKER).pin(2);
        });

    operation(
        "register a run",
        test -> {
          CheckpointManager manager = test.manager();
          return () -> manager.register(sweep("1"), OnMismatch.FAIL);
        });
    operation(
        "register a run that is registered",
        test -> {
          CheckpointManager manager = test.manager();
          manager.register(sweep("1"), OnMismatch.FAIL);
          return () -> manager.register(sweep("1"), OnMismatch.FAIL);
        });
    operation(
        "write a part",
        test -> {
          RunParts parts = test.parts(test.manager().registerAnew(sweep("1")));
          return () -> parts.write(new UnitInterval(0, 0), "a", List.of(bytes(1, SMALL)));
        });
    operation(
        "list 1,500 parts",
        test -> {
          RunParts parts = test.parts(test.manager().registerAnew(sweep("1")));
          test.write(parts, 1500);
          return () -> parts.list();
        });
    operation(
        "complete a run",
        test -> {
          CheckpointManager manager = test.manager();
          RegisteredRun run = manager.registerAnew(sweep("1"));
          return () -> manager.complete(run, Progress.at(1), state(1, SMALL));
        });
    operation(
        "the save that drops a run of 1,500 parts",
        test -> {
          CheckpointManager manager = test.manager();
          test.write(test.parts(manager.registerAnew(sweep("0"))), 1500);
          for (int number = 1; number <= 3; number++) {
            manager.registerAnew(sweep("" + number));
          }
          return () -> manager.save(Progress.at(1), State.empty());
        });
  }

  static Stream<String> operations() {
    return OPERATIONS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_sendsWhatThePageSays(String name) throws Exception {
    RequestCounts page = PerformancePage.section("Requests").row(name);
    Runnable operation = Optional.ofNullable(OPERATIONS.get(name)).orElseThrow().apply(this);
    RequestCounts before = store.counts();
    RequestCounts dataBefore = apart.dataCounts();
    operation.run();
    RequestCounts data = apart.dataCounts().minus(dataBefore);
    assertThat(
            new RequestCounts(
                store.counts().minus(before).requests(), data.bytesWritten(), data.bytesRead()))
        .isEqualTo(page);
  }

  @Test
  void page_hasARowForEveryOperationAndNoOther() throws Exception {
    assertThat(PerformancePage.section("Requests").operations()).isEqualTo(OPERATIONS.keySet());
  }

  @Test
  void entry_growsByWhatThePageSaysForEachCheckpoint() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "performance.md"));
    Matcher text = Pattern.compile("each checkpoint that is kept adds (\\d+) bytes").matcher(page);
    assertThat(text.find()).isTrue();
    CheckpointManager manager = manager();
    Stored stored = new Stored(memory, RANKER);
    long[] sizes = new long[2];
    for (int step = 100; step < 300; step++) {
      long version =
          manager.save(Progress.at(step).metric("loss", 0.125), state(step, 0)).version();
      sizes[step / 100 - 1] = memory.head(stored.entry(version)).orElseThrow().size();
    }
    assertThat((sizes[1] - sizes[0]) / 100).isEqualTo(Long.parseLong(text.group(1)));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private CheckpointManager manager() {
    return manager(Keep.all());
  }

  private CheckpointManager manager(Keep keep) {
    CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .keep(keep)
            .save(SaveWhen.everySteps(100))
            .grace(Duration.ZERO)
            .clock(() -> Instant.ofEpochSecond(++seconds))
            .open();
    open.add(manager);
    return manager;
  }

  /** A manager that has saved a state of that size, as v2. */
  private CheckpointManager saved(int size) {
    CheckpointManager manager = manager();
    manager.save(Progress.at(1), state(1, size));
    return manager;
  }

  private CheckpointReader reader() {
    CheckpointReader reader = CheckpointReader.open(store, RANKER);
    open.add(reader);
    return reader;
  }

  private Runnable reading(int size, Consumer<CheckpointReader> read) {
    saved(size);
    return () -> read.accept(reader());
  }

  private RunParts parts(RegisteredRun run) {
    return new RunParts(store, run.prefix(), run.definition().units());
  }

  private void write(RunParts parts, int count) {
    for (long unit = 0; unit < count; unit++) {
      parts.write(new UnitInterval(unit, unit), "a", List.of(new byte[0]));
    }
  }

  private static RunDefinition sweep(String version) {
    return RunDefinition.builder().codeVersion(version).units(2000).build();
  }

  private static State state(int seed, int size) {
    return State.of("state", Codecs.bytes(), bytes(seed, size));
  }

  /** What does not get smaller, so that the bytes in the store are those of the state. */
  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] inserted(byte[] bytes, int count) {
    byte[] more = new byte[bytes.length + count];
    int middle = bytes.length / 2;
    System.arraycopy(bytes, 0, more, 0, middle);
    System.arraycopy(bytes, middle, more, middle + count, bytes.length - middle);
    return more;
  }
}
