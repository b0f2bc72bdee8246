package dev.cairn;

import static dev.cairn.PerformanceWorld.RANKER;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.faults.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** The operations on the performance page, by the words of its table and in its order. */
final class PerformanceOperations {
  private static final int SMALL = 1000;
  private static final int LARGE = 1_000_000;
  private static final int HUGE = 40_000_000;

  /** Prepares what an operation needs, and hands over the operation. */
  interface Operation extends Function<PerformanceWorld, Runnable> {}

  private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

  static {
    operation("open a new process", world -> world::manager);
    operation(
        "open a process",
        world -> {
          world.saved(SMALL);
          return world::manager;
        });
    operation(
        "open a process with 1,500 entries",
        world -> {
          CheckpointManager manager = world.manager(Keep.last(1));
          for (int step = 0; step < 1500; step++) {
            manager.save(Progress.at(step), State.empty());
          }
          return world::manager;
        });
    operation(
        "close",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          return manager::close;
        });

    operation(
        "save up to 64 KiB",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.save(Progress.at(1), state(1, 64 * 1024));
        });
    operation(
        "save up to 64 KiB behind the caller",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.saveAsync(Progress.at(1), state(1, 64 * 1024)).await();
        });
    operation(
        "saveIfDue, not due",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.saveIfDue(Progress.at(1), () -> state(1, SMALL));
        });
    operation(
        "save 64 KiB and a byte",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.save(Progress.at(1), state(1, 64 * 1024 + 1));
        });
    operation(
        "save 1 MB",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.save(Progress.at(1), state(1, LARGE));
        });
    operation(
        "save 40 MB",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.save(Progress.at(1), state(1, HUGE));
        });
    operation(
        "save 40 MB again, nothing changed",
        world -> {
          CheckpointManager manager = world.saved(HUGE);
          return () -> manager.save(Progress.at(2), state(1, HUGE));
        });
    operation(
        "save 40 MB again, one byte changed",
        world -> {
          CheckpointManager manager = world.saved(HUGE);
          byte[] changed = bytes(1, HUGE);
          changed[HUGE / 2] ^= 1;
          return () -> manager.save(Progress.at(2), State.of("state", Codecs.bytes(), changed));
        });
    operation(
        "save 40 MB again, 100 bytes inserted in the middle",
        world -> {
          CheckpointManager manager = world.saved(HUGE);
          return () ->
              manager.save(
                  Progress.at(2), State.of("state", Codecs.bytes(), inserted(bytes(1, HUGE), 100)));
        });
    operation(
        "save 1 MB and an item of 1,000 bytes that changed",
        world -> {
          CheckpointManager manager = world.manager();
          manager.save(
              Progress.at(1), state(1, LARGE).and("more", Codecs.bytes(), bytes(2, SMALL)));
          return () ->
              manager.save(
                  Progress.at(2), state(1, LARGE).and("more", Codecs.bytes(), bytes(3, SMALL)));
        });
    operation(
        "save, somebody edited since",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          CheckpointEditor.of(world.store, RANKER).pin(2);
          return () -> manager.save(Progress.at(2), state(2, SMALL));
        });
    operation(
        "save, the answer is lost once",
        world -> {
          CheckpointManager manager = world.manager();
          world.faulty.inject(next(RequestKind.PUT_IF_ABSENT), Fault.lostAnswer());
          return () -> manager.save(Progress.at(1), state(1, SMALL));
        });
    operation(
        "mark",
        world -> {
          CheckpointManager manager = world.saved(LARGE);
          return () -> manager.mark(Status.INTERRUPTED, Optional.empty());
        });
    operation(
        "mark, small state in an older entry",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          manager.pin(2);
          return () -> manager.mark(Status.INTERRUPTED, Optional.empty());
        });
    operation(
        "the 52nd save that lets one go",
        world -> {
          CheckpointManager manager = world.manager(Keep.last(1));
          for (int step = 1; step <= 51; step++) {
            manager.save(Progress.at(step), state(step, 70_000));
          }
          return () -> manager.save(Progress.at(52), state(52, 70_000));
        });
    operation(
        "close, with garbage",
        world -> {
          CheckpointManager manager = world.manager(Keep.last(1));
          for (int step = 1; step <= 10; step++) {
            manager.save(Progress.at(step), state(step, SMALL));
          }
          return manager::close;
        });

    operation(
        "latest, list, restore latest up to 64 KiB by the manager that saved it",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          return () -> {
            manager.latest();
            manager.list();
            manager.restoreLatest().orElseThrow().item("state", Codecs.bytes());
          };
        });
    operation(
        "restore latest up to 64 KiB",
        world -> world.reading(SMALL, reader -> assertThat(reader.restoreLatest()).isPresent()));
    operation(
        "restore latest, 1 MB, all items",
        world ->
            world.reading(
                LARGE,
                reader -> reader.restoreLatest().orElseThrow().item("state", Codecs.bytes())));
    operation(
        "restore latest, 40 MB, all items",
        world ->
            world.reading(
                HUGE,
                reader -> reader.restoreLatest().orElseThrow().item("state", Codecs.bytes())));
    operation(
        "restore latest up to 64 KiB after an edit",
        world -> {
          world.saved(SMALL);
          CheckpointEditor.of(world.store, RANKER).pin(2);
          return () -> assertThat(world.reader().restoreLatest()).isPresent();
        });
    operation(
        "restore an older version up to 64 KiB",
        world -> {
          world.saved(SMALL).save(Progress.at(2), state(2, SMALL));
          return () -> world.reader().restore(2);
        });
    operation(
        "restore latest, the newest is damaged",
        world -> {
          world.saved(LARGE).save(Progress.at(2), state(2, LARGE));
          Stored stored = new Stored(world.memory, RANKER);
          Damage.FLIPPED.strike(world.memory, stored.chunks(3).get(0), stored.chunks(2).get(0));
          return () -> assertThat(world.reader().restoreLatest()).isPresent();
        });
    operation("list", world -> world.reading(SMALL, CheckpointReader::list));
    operation("latest", world -> world.reading(SMALL, CheckpointReader::latest));
    operation("recovery info", world -> world.reading(SMALL, CheckpointReader::recoveryInfo));
    operation("tags and pins", world -> world.reading(SMALL, CheckpointReader::tags));
    operation("runs", world -> world.reading(SMALL, CheckpointReader::runs));
    operation(
        "history of 10 entries",
        world -> {
          CheckpointManager manager = world.manager();
          for (int step = 1; step <= 20; step++) {
            manager.save(Progress.at(step), state(step, SMALL));
          }
          return () -> assertThat(world.reader().history(10)).hasSize(10);
        });
    operation(
        "the processes of a store, 2 types",
        world -> {
          world.saved(SMALL);
          CheckpointManager.builder()
              .store((ObjectStore) world.store)
              .process(ProcessId.backtest("sweep"))
              .open()
              .close();
          return () -> assertThat(CheckpointReader.processes(world.store)).hasSize(2);
        });

    operation(
        "pin, unpin, tag, untag or delete by the writer",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          return () -> manager.pin(2);
        });
    operation(
        "pin, unpin, tag, untag or delete by somebody else",
        world -> {
          world.saved(SMALL);
          return () -> CheckpointEditor.of(world.store, RANKER).pin(2);
        });
    operation(
        "an edit that is in effect already",
        world -> {
          CheckpointManager manager = world.saved(SMALL);
          manager.pin(2);
          return () -> CheckpointEditor.of(world.store, RANKER).pin(2);
        });

    operation(
        "register a run",
        world -> {
          CheckpointManager manager = world.manager();
          return () -> manager.register(sweep("1"), OnMismatch.FAIL);
        });
    operation(
        "register a run that is registered",
        world -> {
          CheckpointManager manager = world.manager();
          manager.register(sweep("1"), OnMismatch.FAIL);
          return () -> manager.register(sweep("1"), OnMismatch.FAIL);
        });
    operation(
        "write a part",
        world -> {
          RunParts parts = world.parts(world.manager().registerAnew(sweep("1")));
          return () -> parts.write(new UnitInterval(0, 0), "a", List.of(bytes(1, SMALL)));
        });
    operation(
        "list 1,500 parts",
        world -> {
          RunParts parts = world.parts(world.manager().registerAnew(sweep("1")));
          world.write(parts, 1500);
          return () -> parts.list();
        });
    operation(
        "complete a run",
        world -> {
          CheckpointManager manager = world.manager();
          RegisteredRun run = manager.registerAnew(sweep("1"));
          return () -> manager.complete(run, Progress.at(1), state(1, SMALL));
        });
    operation(
        "the save that drops a run of 1,500 parts",
        world -> {
          CheckpointManager manager = world.manager();
          world.write(world.parts(manager.registerAnew(sweep("0"))), 1500);
          for (int number = 1; number <= 3; number++) {
            manager.registerAnew(sweep("" + number));
          }
          return () -> manager.save(Progress.at(1), State.empty());
        });
  }

  private PerformanceOperations() {}

  static Map<String, Operation> all() {
    return Collections.unmodifiableMap(OPERATIONS);
  }

  private static void operation(String name, Operation operation) {
    OPERATIONS.put(name, operation);
  }

  private static RunDefinition sweep(String version) {
    return RunDefinition.builder().codeVersion(version).units(2000).build();
  }

  static State state(int seed, int size) {
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
