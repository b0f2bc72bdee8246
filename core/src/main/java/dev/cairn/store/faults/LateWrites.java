package dev.cairn.store.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/** The writes that are still on their way. Threads may share it. */
final class LateWrites {
  private record Write(long dueAt, Runnable apply) {}

  @GuardedBy("this")
  private final List<Write> writes = new ArrayList<>();

  synchronized void add(long dueAt, Runnable apply) {
    writes.add(new Write(dueAt, apply));
  }

  synchronized int size() {
    return writes.size();
  }

  /** Takes those that land before the request of this number, in the order of their sending. */
  synchronized List<Runnable> takeDue(long number) {
    List<Runnable> due =
        writes.stream().filter(write -> write.dueAt <= number).map(Write::apply).toList();
    writes.removeIf(write -> write.dueAt <= number);
    return due;
  }
}
