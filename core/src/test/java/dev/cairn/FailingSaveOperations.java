package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.data.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What threads do with {@link AsyncSaves} of which some saves fail. Who is told of a failure
 * depends on when it happens, so the operations give nothing. In the end, every save that was taken
 * and did not fail is committed, and every failure was thrown: by its handle, whenever that is
 * asked; and by one of the others, a save or a wait or the close, once, unless the handle was
 * first.
 */
@Param(name = "bytes", gen = IntGen.class, conf = "1:3")
@Param(name = "fails", gen = BooleanGen.class)
public final class FailingSaveOperations {
  private static final int UNIT = 3;

  private final AtomicInteger marks = new AtomicInteger();
  private final SaveJournal journal = new SaveJournal();
  private final AsyncSaves saves = new AsyncSaves("stress", 2, 7, this::commit);

  @GuardedBy("this")
  private final Set<Integer> failing = new HashSet<>();

  @GuardedBy("this")
  private final Set<Integer> taken = new HashSet<>();

  /** By the mark of the save that failed. */
  @GuardedBy("this")
  private final Map<Integer, Integer> thrown = new HashMap<>();

  @GuardedBy("this")
  private final Set<Integer> thrownByHandle = new HashSet<>();

  @GuardedBy("this")
  private final List<String> wrong = new ArrayList<>();

  /** Why a save was not committed. */
  @SuppressWarnings("serial") // never is
  private static final class Refused extends RuntimeException {
    private final int mark;

    Refused(int mark) {
      super("injected into the save " + mark);
      this.mark = mark;
    }
  }

  private Checkpoint commit(Progress progress, List<? extends StateWriter.Source> state) {
    int mark = Math.toIntExact(progress.step());
    if (fails(mark)) {
      throw new Refused(mark);
    }
    return journal.commit(progress, state);
  }

  private synchronized boolean fails(int mark) {
    return failing.contains(mark);
  }

  @Operation
  public void saveAndWait(
      @Param(name = "bytes") int size, @Param(name = "fails") boolean willFail) {
    int mark = mark(willFail);
    Set<Integer> known = known();
    PendingSave save;
    try {
      save = save(mark, size);
    } catch (Refused e) {
      note(e, known);
      return;
    }
    taken(mark);
    try {
      awaited(mark, save.await().progress().step());
    } catch (Refused e) {
      failedByHandle(mark, e);
    }
  }

  @Operation
  public void saveAndGoOn(
      @Param(name = "bytes") int size, @Param(name = "fails") boolean willFail) {
    int mark = mark(willFail);
    Set<Integer> known = known();
    try {
      save(mark, size);
      taken(mark);
    } catch (Refused e) {
      note(e, known);
    }
  }

  @Operation
  public void await() {
    Set<Integer> known = known();
    try {
      saves.await();
    } catch (Refused e) {
      note(e, known);
    }
  }

  private synchronized int mark(boolean willFail) {
    int mark = marks.incrementAndGet();
    if (willFail) {
      failing.add(mark);
    }
    return mark;
  }

  private PendingSave save(int mark, int size) {
    return saves.save(Progress.at(mark), List.of(new SaveJournal.State(mark, size * UNIT)));
  }

  private synchronized void taken(int mark) {
    taken.add(mark);
  }

  private synchronized void awaited(int mark, long committed) {
    if (committed != mark || failing.contains(mark)) {
      wrong.add("the handle of the save " + mark + " gave the checkpoint of " + committed);
    }
  }

  private synchronized void failedByHandle(int mark, Refused failure) {
    if (failure.mark != mark) {
      wrong.add("the handle of the save " + mark + " threw the failure of " + failure.mark);
    }
    thrownByHandle.add(mark);
  }

  /** The failures that are no news any more: their handles have thrown them. */
  private synchronized Set<Integer> known() {
    return Set.copyOf(thrownByHandle);
  }

  /** A failure that something else than its handle threw, with those that came with it. */
  private synchronized void note(Refused failure, Set<Integer> knownBefore) {
    List<Throwable> failures = new ArrayList<>(List.of(failure.getSuppressed()));
    failures.add(failure);
    for (Throwable each : failures) {
      int mark = ((Refused) each).mark;
      thrown.merge(mark, 1, Integer::sum);
      if (knownBefore.contains(mark)) {
        wrong.add("the failure of the save " + mark + " was thrown after its handle had thrown it");
      }
    }
  }

  /** After each execution. */
  @Validate
  public void validate() {
    Set<Integer> known = known();
    try {
      saves.close();
    } catch (Refused e) {
      note(e, known);
    }
    journal.requireRight();
    check();
  }

  private synchronized void check() {
    for (int mark = 1; mark <= marks.get(); mark++) {
      int times = thrown.getOrDefault(mark, 0);
      if (journal.has(mark) != (taken.contains(mark) && !failing.contains(mark))) {
        wrong.add("the save " + mark + " was lost, or committed though it was not taken");
      }
      boolean mustBeThrown =
          taken.contains(mark) && failing.contains(mark) && !thrownByHandle.contains(mark);
      if (times > 1 || (mustBeThrown && times == 0)) {
        wrong.add("the failure of the save " + mark + " was thrown " + times + " times");
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(String.join("; ", wrong));
    }
  }

  /** The same, where there is nothing to tell apart. */
  public static final class Sequential {
    public void saveAndWait(int size, boolean willFail) {}

    public void saveAndGoOn(int size, boolean willFail) {}

    public void await() {}
  }
}
