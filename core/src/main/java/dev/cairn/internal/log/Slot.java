package dev.cairn.internal.log;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry on its way into one slot of the log, until it is known who has the slot. Putting it
 * again is harmless: the bytes are the same, with the same write id, and at most one put to the
 * slot is ever applied while its entry stands.
 *
 * <p>Used by one thread at a time.
 */
final class Slot {
  private final ObjectStore store;
  private final LogReader reader;
  private final ObjectKey key;
  private final Entry entry;
  private final ByteBuffer bytes;

  /**
   * Whether a request may have been applied whose answer did not say. From then on no refusal
   * proves absence.
   */
  private boolean open;

  /** Who has the slot. */
  sealed interface Holder {
    /** This entry: it is committed. */
    record Mine() implements Holder {}

    /** Another one, so that this one can never be committed. */
    record Other(Entry entry) implements Holder {}
  }

  /**
   * It could not be found out in time. Nothing is known of the slot, and the same question may be
   * asked again.
   */
  static final class UndecidedException extends Exception {
    private static final long serialVersionUID = 1;

    UndecidedException(@Nullable String why, @Nullable Throwable cause) {
      super(why, cause);
    }
  }

  Slot(ObjectStore store, LogReader reader, ObjectKey key, Entry entry) {
    this.store = store;
    this.reader = reader;
    this.key = key;
    this.entry = entry;
    this.bytes = EntryFormat.encode(entry.manifest(), entry.payload());
  }

  Entry entry() {
    return entry;
  }

  /**
   * Puts the entry until the slot is decided.
   *
   * @throws StoreException when the store refused it and no earlier request can have been applied:
   *     it is not committed, and never will be
   * @throws UndecidedException when patience ran out, or when what stands there cannot be read
   */
  Holder settle(Patience patience) throws UndecidedException {
    try (Patience.Pursuit pursuit = patience.start()) {
      for (; ; ) {
        pursuit.putInterruptAside();
        @Nullable Throwable obstacle;
        try {
          if (store.put(key, bytes, WriteCondition.IF_ABSENT) instanceof PutOutcome.Written) {
            return new Holder.Mine();
          }
          open = true;
          Optional<Entry> there = reader.at(entry.version());
          if (there.isPresent()) {
            return isMine(there.get()) || wasMine()
                ? new Holder.Mine()
                : new Holder.Other(there.get());
          }
          obstacle = null;
        } catch (StoreUnavailableException e) {
          open = true;
          obstacle = e;
        } catch (StoreException e) {
          if (!open) {
            throw e;
          }
          throw new UndecidedException(e.getMessage(), e);
        } catch (dev.cairn.CairnException e) {
          throw new UndecidedException(e.getMessage(), e);
        }
        if (!pursuit.pause()) {
          throw new UndecidedException("the store gave no clear answer in time", obstacle);
        }
      }
    }
  }

  /**
   * Whether this entry had the slot before what stands there now: a commit that was applied, built
   * upon and truncated while its writer had no answer yet makes room for a claim or an edit that
   * comes late. What was built on it first came from somebody else, so it is a claim or an edit,
   * and stands after it for ever.
   */
  private boolean wasMine() {
    return entry.manifest().kind() == EntryKind.COMMIT
        && reader
            .at(entry.version() + 1)
            .filter(next -> entry.manifest().writeId().equals(next.manifest().previous()))
            .isPresent();
  }

  private boolean isMine(Entry there) {
    return there.manifest().writeId().equals(entry.manifest().writeId());
  }
}
