package dev.cairn.internal.log;

import dev.cairn.CairnException;
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
   * Whether a request may have been applied that was not refused: it had no answer, or one that
   * does not say who has the slot. From then on no refusal proves absence.
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
        @Nullable Throwable obstacle = null;
        try {
          Optional<Holder> holder = put();
          if (holder.isPresent()) {
            return holder.get();
          }
        } catch (StoreUnavailableException e) {
          obstacle = e;
        } catch (CairnException e) {
          if (!open) {
            throw e;
          }
          throw new UndecidedException(e.getMessage(), e);
        }
        if (!pursuit.pause()) {
          throw new UndecidedException(
              "the store gave no clear answer in time"
                  + (obstacle == null ? "" : " (" + obstacle.getMessage() + ")"),
              obstacle);
        }
      }
    }
  }

  /** One try; empty when the slot was taken and then was empty. */
  private Optional<Holder> put() {
    boolean wasOpen = open;
    open = true;
    try {
      if (store.put(key, bytes, WriteCondition.IF_ABSENT) instanceof PutOutcome.Written) {
        return Optional.of(new Holder.Mine());
      }
    } catch (StoreException refusal) {
      open = wasOpen;
      throw refusal;
    }
    return reader
        .at(entry.version())
        .map(there -> isMine(there) || wasMine() ? new Holder.Mine() : new Holder.Other(there));
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
