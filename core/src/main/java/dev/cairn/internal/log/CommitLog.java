package dev.cairn.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.DamagedException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Writer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a process, open for writing: the one place where entries are written, and where it is
 * decided which writer may.
 *
 * <h2>The rules</h2>
 *
 * Entries are objects at the slots 1, 2, 3 and so on. An entry is written by a put that the store
 * applies only when the slot holds nothing, so a slot has one winner.
 *
 * <ol>
 *   <li><b>Claim.</b> Read the newest entry, put a claim into the slot after it, and look for the
 *       newest entry once more. The claim is valid only when it is that one. Else start over. The
 *       version of a valid claim is the writer's epoch.
 *   <li><b>Commit.</b> Put the entry into the slot after the newest entry that this writer knows.
 *       When the slot is taken, look who has it: an entry with this one's write id is this one, put
 *       by a request whose answer was lost; an edit of this epoch is built upon, and the commit
 *       goes on in the slot after it; anything else is the claim of a newer writer, and this one is
 *       fenced for good, unless the entry in the slot after that one says that it was built on this
 *       one. When there is no answer, or one that decides nothing, put the same bytes again. An
 *       empty slot proves nothing, since a request may land late.
 *   <li><b>Edit</b> (by someone who is not the writer). Put an edit into the slot after the newest
 *       entry, in the epoch of that entry; then look for the newest entry once more. The edit is in
 *       effect when it is that one. Else see whether it is in effect in the newest entry, and if
 *       not, do it over. Edits are idempotent.
 *   <li><b>Read.</b> Look for the newest entry and get it. When that gives a claim or an edit, look
 *       once more: it counts only when it still is the newest.
 *   <li><b>Truncation.</b> Only commits are ever deleted, never the newest entry, and none whose
 *       checkpoint is live or retired: its payload is needed, and its row is, should a page be
 *       damaged.
 * </ol>
 *
 * <h2>Why no acknowledged commit is lost</h2>
 *
 * Each entry carries the whole index of the one that it was built on. So a commit is lost only if
 * the newest entry is not built, over however many entries, on it. Let W be a writer, and n the
 * slot after the newest entry that W knows. W knows all entries up to n - 1, since it read them or
 * wrote them.
 *
 * <p><i>What can stand at n.</i> An entry gets to n by a claim or an edit of someone who saw n - 1
 * as the newest, or by W. (A claim, an edit or a commit that was built on an older entry goes to an
 * older slot; all that is in those slots is claims, edits, W's own entries and, where truncation
 * has been, nothing. What lands there late changes nothing, since it is not the newest; whoever put
 * it there looks at the newest entry afterwards, finds out, and starts over.)
 *
 * <p><i>Zombies.</i> Let a newer writer's claim be valid. It was the newest entry when it was
 * looked at, so it is at n or later. If W had put nothing at n by then, the first entry from n on
 * that is not W's is a claim or an edit, and it stands there for ever. W, which goes up slot by
 * slot, comes to it before it can write behind it: it is fenced, or it builds on the edit and goes
 * on to the claim. So W is acknowledged only for what stands before the claim, and what stands
 * before the claim is what the claim was built on.
 *
 * <p><i>Its own entry, twice.</i> If a put of W at n was applied and its answer lost, the entry is
 * found by its write id. If truncation has deleted it meanwhile, it was not the newest any more: a
 * newer entry was built on it, so the commit is part of the log. W's next put to n is applied again
 * and acknowledged, rightly, and changes nothing, since n is not the newest. W's next commit meets
 * what stands at n + 1. Or else a claim or an edit has come into the empty slot from an older view;
 * then W would take itself for fenced, or commit a second time behind the edit. But what was built
 * on the entry at n, and stands at n + 1, came from somebody else: it is a claim or an edit, is
 * there for ever, and names the write id of W's entry.
 *
 * <p><i>Readers.</i> The same latecomers may stand where the newest entry was listed, when that was
 * a commit and was truncated before it was got. They were built on what stood before that commit,
 * so a reader who believed them would miss it, and an editor might find its own edit there and take
 * it for the newest word. A commit cannot be such a latecomer, since a slot sees one commit at
 * most; a claim or an edit is none when it still is the newest.
 *
 * <p><i>No clock</i> takes part. Time bounds only how long an open outcome is pursued. When that
 * ends, the entry is kept ({@link #commit} settles it before anything else), so that this writer
 * never has two different entries under way to one slot, and knows its own if one of them lands
 * late.
 *
 * <p>Each rule is needed: without the second look of a claim, with claims or edits deleted, or with
 * edits that are not looked after, an explorer of all interleavings finds a lost commit or a lost
 * edit. It runs in this project's tests, on this class.
 *
 * <p>Safe for many threads; commits go one after the other.
 */
public final class CommitLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(CommitLog.class);

  private final Context context;
  private final long epoch;
  private final List<DamagedException> damage;

  @GuardedBy("this")
  private Entry newest;

  @GuardedBy("this")
  private @Nullable Slot unsettled;

  @GuardedBy("this")
  private @Nullable Manifest fence;

  /**
   * What a log needs from outside.
   *
   * @param store where it is
   * @param process whose log it is
   * @param writer who writes, for people
   * @param clock for the times in entries, which are for people and for the grace of retired
   *     checkpoints
   * @param patience how long open outcomes are pursued
   * @param writeIds a write id for each entry, see {@link WriteIds}
   */
  public record Context(
      ObjectStore store,
      ProcessId process,
      Writer writer,
      InstantSource clock,
      Patience patience,
      Supplier<String> writeIds) {

    /** With random write ids. */
    public Context(
        ObjectStore store,
        ProcessId process,
        Writer writer,
        InstantSource clock,
        Patience patience) {
      this(store, process, writer, clock, patience, WriteIds.random());
    }

    private LogReader reader() {
      return new LogReader(store, process);
    }

    private Slot slot(
        EntryKind kind, long version, long epoch, @Nullable Manifest base, Draft draft) {
      if (version > LogKeys.LAST) {
        throw new DamagedException(
            "The log of " + process,
            "it ends with v"
                + LogKeys.LAST
                + ", after which there is none, so somebody else put it");
      }
      Manifest.Index index = draft.index();
      var manifest =
          new Manifest(
              process.toString(),
              version,
              kind,
              epoch,
              writeIds.get(),
              base == null ? null : base.writeId(),
              clock.instant(),
              writer,
              index.pages(),
              index.tail(),
              index.retiredPages(),
              index.retiredTail(),
              index.runs(),
              index.pins(),
              index.tags());
      return new Slot(
          store, reader(), new LogKeys(process).of(version), new Entry(manifest, draft.payload()));
    }
  }

  /**
   * What an entry is to say.
   *
   * @param index the index of all that is kept
   * @param payload the bytes of the small items of the checkpoint that the entry commits
   */
  public record Draft(Manifest.Index index, ByteBuffer payload) {}

  /**
   * What a commit changes. It may be asked again, with another base, when an edit comes in between.
   */
  @FunctionalInterface
  public interface Change {
    /** The draft of the entry that is to have {@code version}, built on {@code base}. */
    Draft on(Manifest.Index base, long version);
  }

  /** What an edit changes; idempotent. */
  @FunctionalInterface
  public interface Edit {
    /** The index with the edit in effect, or empty when it is in effect already. */
    Optional<Manifest.Index> on(Manifest.Index base);
  }

  private CommitLog(Context context, Entry claim, List<DamagedException> damage) {
    this.context = context;
    this.epoch = claim.version();
    this.newest = claim;
    this.damage = List.copyOf(damage);
  }

  /**
   * Opens the log for writing, which fences every writer that opened it before: LIST, GET, PUT,
   * LIST, and the same again for each other writer that comes in between. Before that the store is
   * verified, which takes requests of its own when it was not yet in this JVM ({@link
   * ObjectStore#verifyForWriting}).
   *
   * @throws DamagedException when the log has entries and none of them can be read; nothing was
   *     written
   * @throws StoreUnavailableException when the claim could not be settled; if it lands late, it
   *     fences as a claim does
   */
  public static CommitLog open(Context context) {
    context.store().verifyForWriting();
    try (Patience.Pursuit pursuit = context.patience().start()) {
      for (; ; ) {
        LogReader reader = context.reader();
        LogView view = reader.look();
        if (view.newestVersion() > 0 && view.entry().isEmpty()) {
          throw view.damage().get(0);
        }
        long version = view.newestVersion() + 1;
        @Nullable Manifest base = view.entry().map(Entry::manifest).orElse(null);
        Slot slot =
            context.slot(
                EntryKind.CLAIM, version, version, base, new Draft(view.index(), Entry.NO_PAYLOAD));
        try {
          if (slot.settle(context.patience()) instanceof Slot.Holder.Mine
              && isNewest(version, reader, pursuit)) {
            LOGGER.info("Opened {} for writing, epoch {}", context.process(), version);
            return new CommitLog(context, slot.entry(), view.damage());
          }
        } catch (Slot.UndecidedException e) {
          throw unavailable(context, "open it for writing", e.getMessage(), e);
        }
        LOGGER.info(
            "Another writer came first at v{} of {}; starting over", version, context.process());
        if (!pursuit.pause()) {
          throw unavailable(context, "open it for writing", "others keep coming first", null);
        }
      }
    }
  }

  /** The version of this writer's claim. */
  public long epoch() {
    return epoch;
  }

  /**
   * What was damaged at the end of the log when it was opened, and was passed over; newest first.
   */
  public List<DamagedException> damageAtOpening() {
    return damage;
  }

  /** The newest entry that this writer knows. */
  public synchronized Entry newest() {
    return newest;
  }

  /**
   * Commits a change: one PUT when nothing comes in between.
   *
   * @return the entry that was committed
   * @throws FencedException when a newer writer has opened the process; every later commit throws
   *     it too
   * @throws CommitOutcomeUnknownException when it could not be found out whether the entry was
   *     committed
   * @throws dev.cairn.store.StoreException when the store refused the entry; it was not committed,
   *     and the next commit may be tried
   */
  public synchronized Entry commit(Change change) {
    settleWhatIsOpen();
    for (; ; ) {
      long version = newest.version() + 1;
      Draft draft = change.on(newest.manifest().index(), version);
      unsettled = context.slot(EntryKind.COMMIT, version, epoch, newest.manifest(), draft);
      if (settle(unsettled)) {
        return newest;
      }
    }
  }

  /** Throws the fence when this writer is known to be fenced; sends nothing. */
  public synchronized void requireNotFenced() {
    if (fence != null) {
      throw fenced(fence);
    }
  }

  /** Whether the outcome of a commit is unknown, so that its entry may be there, or still land. */
  public synchronized boolean isUndecided() {
    return unsettled != null;
  }

  @GuardedBy("this")
  private void settleWhatIsOpen() {
    requireNotFenced();
    if (unsettled != null && settle(unsettled)) {
      LOGGER.info(
          "v{} of {}, whose outcome was unknown, is committed, epoch {}",
          newest.version(),
          context.process(),
          epoch);
    }
  }

  /**
   * True when the entry of the slot is committed and the newest; false when an edit has the slot
   * and is the newest.
   */
  @GuardedBy("this")
  private boolean settle(Slot slot) {
    Slot.Holder holder;
    try {
      holder = slot.settle(context.patience());
    } catch (Slot.UndecidedException e) {
      var unknown =
          new CommitOutcomeUnknownException(
              context.process(), slot.entry().version(), String.valueOf(e.getMessage()), e);
      LOGGER.warn("{} (epoch {})", unknown.getMessage(), epoch);
      throw unknown;
    } catch (dev.cairn.store.StoreException e) {
      unsettled = null;
      throw e;
    }
    unsettled = null;
    if (!(holder instanceof Slot.Holder.Other other)) {
      newest = slot.entry();
      return true;
    }
    Manifest there = other.entry().manifest();
    if (there.kind() == EntryKind.EDIT && there.epoch() == epoch) {
      LOGGER.info(
          "Building on the edit v{} of {}, epoch {}", there.version(), context.process(), epoch);
      newest = other.entry();
      return false;
    }
    fence = there;
    FencedException fenced = fenced(there);
    LOGGER.warn("{}", fenced.getMessage());
    throw fenced;
  }

  /** A new one for each who is to be told, since an exception belongs to where it was thrown. */
  private FencedException fenced(Manifest by) {
    return new FencedException(context.process(), epoch, by.version(), by.writer(), by.time());
  }

  /**
   * Makes an edit, without fencing the writer: LIST, GET, PUT, LIST, and the same again for
   * whatever comes in between. One that is in effect already takes LIST and GET, or LIST, GET and
   * LIST.
   *
   * @return an entry in which the edit is in effect, and which was the newest
   * @throws StoreUnavailableException when that could not be reached in time; the edit may be in
   *     effect, and may be made again
   */
  public static Entry edit(Context context, Edit edit) {
    context.store().verifyForWriting();
    try (Patience.Pursuit pursuit = context.patience().start()) {
      for (boolean again = false; ; again = true) {
        LogReader reader = context.reader();
        LogView view = reader.look();
        if (!view.damage().isEmpty()) {
          throw view.damage().get(0);
        }
        Entry newest = view.entry().orElseThrow(() -> noProcess(context));
        Optional<Manifest.Index> index = edit.on(newest.manifest().index());
        if (index.isEmpty() && reader.wasNewest(view)) {
          return newest;
        }
        if (again && !pursuit.pause()) {
          throw unavailable(context, "edit it", "others keep coming first", null);
        }
        if (index.isEmpty()) {
          continue;
        }
        long version = newest.version() + 1;
        Slot slot =
            context.slot(
                EntryKind.EDIT,
                version,
                newest.manifest().epoch(),
                newest.manifest(),
                new Draft(index.get(), Entry.NO_PAYLOAD));
        try {
          if (slot.settle(context.patience()) instanceof Slot.Holder.Mine
              && isNewest(version, reader, pursuit)) {
            return slot.entry();
          }
        } catch (Slot.UndecidedException e) {
          throw unavailable(context, "edit it", e.getMessage(), e);
        }
      }
    }
  }

  /**
   * The look after a claim or an edit. It is pursued like the put before it, since what was put has
   * its effect on others, whether or not its writer goes on.
   */
  private static boolean isNewest(long version, LogReader reader, Patience.Pursuit pursuit) {
    for (; ; ) {
      pursuit.putInterruptAside();
      try {
        return reader.newestVersion().orElse(0) == version;
      } catch (StoreUnavailableException e) {
        if (!pursuit.pause()) {
          throw e;
        }
      }
    }
  }

  private static CheckpointNotFoundException noProcess(Context context) {
    return new CheckpointNotFoundException(
        "There is no process %s in this store. Check its type and name, and the store."
            .formatted(context.process()));
  }

  private static StoreUnavailableException unavailable(
      Context context, String what, @Nullable String why, @Nullable Throwable cause) {
    return new StoreUnavailableException(
        "Could not %s in time: %s: %s. Try again.".formatted(what, context.process(), why), cause);
  }
}
