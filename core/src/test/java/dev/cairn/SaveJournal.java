package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where saves end in a stress test: it commits one after the other, gives each the number that it
 * has in that order, and finds out when a save is not what was given to it. A save has one item,
 * whose bytes are all its mark.
 */
final class SaveJournal {
  /** What the bytes of a state are when its save has returned. */
  private static final byte CHANGED = -1;

  private static final ProcessId PROCESS = ProcessId.training("stress");

  private final AtomicBoolean inUse = new AtomicBoolean();
  private final List<Integer> committed = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();

  /** The state of a save, for as long as the save has not returned. */
  static final class State implements StateWriter.Source {
    private final byte[] bytes;

    State(int mark, int size) {
      bytes = new byte[size];
      Arrays.fill(bytes, (byte) mark);
    }

    /** What a caller does who goes on. */
    void change() {
      Arrays.fill(bytes, CHANGED);
    }

    @Override
    public String name() {
      return "state";
    }

    @Override
    public String codec() {
      return "bytes";
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      out.write(bytes);
    }
  }

  /** Commits the save whose mark is the step; its version is its number, from 1. */
  Checkpoint commit(Progress progress, List<? extends StateWriter.Source> state) {
    if (!inUse.compareAndSet(false, true)) {
      note("two saves at the same time");
    }
    int mark = Math.toIntExact(progress.step());
    for (byte each : bytes(state)) {
      if (each != (byte) mark) {
        note("the save " + mark + " has bytes of another state");
      }
    }
    long version = add(mark);
    inUse.set(false);
    return new Checkpoint(PROCESS, version, progress, Instant.EPOCH, List.of(), Optional.empty());
  }

  private static byte[] bytes(List<? extends StateWriter.Source> state) {
    var bytes = new ByteArrayOutputStream();
    for (StateWriter.Source source : state) {
      try {
        source.encode(bytes);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return bytes.toByteArray();
  }

  private synchronized long add(int mark) {
    if (committed.contains(mark)) {
      wrong.add("the save " + mark + " was committed twice");
    }
    committed.add(mark);
    return committed.size();
  }

  private synchronized void note(String what) {
    wrong.add(what);
  }

  synchronized int size() {
    return committed.size();
  }

  synchronized boolean has(int mark) {
    return committed.contains(mark);
  }

  /** Throws what it found out. */
  synchronized void requireRight() {
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("; ", wrong));
    }
  }
}
