package dev.cairn.internal.log;

import dev.cairn.ProcessId;
import dev.cairn.Writer;
import dev.cairn.store.ObjectStore;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Contexts for logs in tests: one process, a fixed clock. */
public final class Contexts {
  public static final ProcessId PROCESS = ProcessId.training("ranker");

  private Contexts() {}

  public static CommitLog.Context of(
      ObjectStore store, String host, Patience patience, Supplier<String> writeIds) {
    return new CommitLog.Context(
        store,
        PROCESS,
        new Writer(host, 1, "test"),
        InstantSource.fixed(Marks.NOON),
        patience,
        writeIds);
  }

  static CommitLog.Context of(ObjectStore store, String host) {
    return of(store, host, FakeTime.times(10), WriteIds.random());
  }
}
