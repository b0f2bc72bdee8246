package dev.cairn;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What threads do with {@link AsyncSaves}: save and wait, save and go on, wait for all, close. The
 * model is {@link Sequential}: a save is a number that is counted up.
 */
@Param(name = "bytes", gen = IntGen.class, conf = "1:3")
public final class SaveOperations {
  /** What an operation gives when the saves are closed. */
  private static final long CLOSED = -1;

  /** In bytes, times the parameter of a save: two of the smallest are as much as may be pending. */
  private static final int UNIT = 3;

  private static final int MOST_BYTES = 7;
  private static final int MOST_PENDING = 2;

  private final AtomicInteger marks = new AtomicInteger();
  private final SaveJournal journal = new SaveJournal();
  private final AsyncSaves saves =
      new AsyncSaves("stress", MOST_PENDING, MOST_BYTES, journal::commit);

  /** The version of the save, once it is committed. */
  @Operation
  public long saveAndWait(@Param(name = "bytes") int size) {
    try {
      return save(size).await().version();
    } catch (InvalidRequestException e) {
      return CLOSED;
    }
  }

  /** 0 when the save is taken. */
  @Operation
  public long saveAndGoOn(@Param(name = "bytes") int size) {
    try {
      save(size);
      return 0;
    } catch (InvalidRequestException e) {
      return CLOSED;
    }
  }

  private PendingSave save(int size) {
    int mark = marks.incrementAndGet();
    var state = new SaveJournal.State(mark, size * UNIT);
    try {
      return saves.save(Progress.at(mark), List.of(state));
    } finally {
      state.change();
    }
  }

  /** How many saves are committed, when all that were given are. */
  @Operation
  public long await() {
    try {
      saves.await();
      return journal.size();
    } catch (InvalidRequestException e) {
      return CLOSED;
    }
  }

  /** How many saves are committed, when no more will be. */
  @Operation
  public long close() {
    saves.close();
    return journal.size();
  }

  /** After each execution. */
  @Validate
  public void validate() {
    saves.close();
    journal.requireRight();
  }

  /** The same, one operation after the other. */
  public static final class Sequential {
    private long given;
    private boolean closed;

    public long saveAndWait(int size) {
      return closed ? CLOSED : ++given;
    }

    public long saveAndGoOn(int size) {
      return saveAndWait(size) == CLOSED ? CLOSED : 0;
    }

    public long await() {
      return closed ? CLOSED : given;
    }

    public long close() {
      closed = true;
      return given;
    }
  }
}
