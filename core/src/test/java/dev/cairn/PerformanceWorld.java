package dev.cairn;

import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A process in a store whose requests are counted, and what is done with it before and after. */
final class PerformanceWorld {
  static final ProcessId RANKER = ProcessId.training("ranker");

  final MemoryStore memory = new MemoryStore();
  final FaultyStore faulty = new FaultyStore(memory);
  private final LogApartStore apart = new LogApartStore(faulty);
  final CountingStore store = new CountingStore(apart);
  private final List<AutoCloseable> open = new ArrayList<>();
  private long seconds;

  /** All requests, with the bytes of what is no entry. */
  RequestCounts counts() {
    RequestCounts data = apart.dataCounts();
    return new RequestCounts(store.counts().requests(), data.bytesWritten(), data.bytesRead());
  }

  CheckpointManager manager() {
    return manager(Keep.all());
  }

  CheckpointManager manager(Keep keep) {
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
  CheckpointManager saved(int size) {
    CheckpointManager manager = manager();
    manager.save(Progress.at(1), PerformanceOperations.state(1, size));
    return manager;
  }

  CheckpointReader reader() {
    CheckpointReader reader = CheckpointReader.open(store, RANKER);
    open.add(reader);
    return reader;
  }

  Runnable reading(int size, Consumer<CheckpointReader> read) {
    saved(size);
    return () -> read.accept(reader());
  }

  RunParts parts(RegisteredRun run) {
    return new RunParts(store, run.prefix(), run.definition().units());
  }

  void write(RunParts parts, int count) {
    for (long unit = 0; unit < count; unit++) {
      parts.write(new UnitInterval(unit, unit), "a", List.of(new byte[0]));
    }
  }

  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
