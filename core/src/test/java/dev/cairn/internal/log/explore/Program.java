package dev.cairn.internal.log.explore;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Marks;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;

/** What an actor does. Given the same answers it asks the same requests. */
interface Program {
  /** Runs to the end, and tells {@code session} what came of it. */
  void run(CommitLog.Context context, Session session);

  /** What the world outside of an actor learns from it. */
  interface Session {
    /** The actor has opened the log, and is the writer of this epoch from now on. */
    void opened(long epoch);

    /** A commit or an edit was acknowledged. */
    void acknowledged(String mark, long version);

    /** A reader saw this index. */
    void saw(Manifest.Index index);

    /** A commit ended as not applied, for good. */
    void denied(String mark);

    /**
     * All that the actor knows now is its epoch, the step of its program that comes next, and the
     * newest entry: whatever else it was answered has no effect any more.
     */
    void remembersOnly(int step, Manifest newest);
  }

  /** Opens the log and commits, until it is fenced. */
  static Program writer(int actor, int commits) {
    return (context, session) -> {
      CommitLog log;
      try {
        log = CommitLog.open(context);
      } catch (StoreUnavailableException | StoreException e) {
        return;
      }
      session.opened(log.epoch());
      // A log that was opened has nothing unsettled and no fence.
      session.remembersOnly(1, log.newest().manifest());
      for (int number = 1; number <= commits; number++) {
        String mark = "w" + actor + "-" + number;
        try {
          Entry entry = log.commit(Marks.commit(mark));
          session.acknowledged(mark, entry.version());
          // After a commit that was acknowledged there is nothing unsettled and no fence.
          session.remembersOnly(number + 1, log.newest().manifest());
        } catch (FencedException e) {
          session.denied(mark);
          return;
        } catch (CommitOutcomeUnknownException e) {
          // May have been applied or not: the next commit settles it.
        } catch (StoreException e) {
          session.denied(mark);
        }
      }
    };
  }

  /** Makes one edit, if there is a process. */
  static Program editor(int actor) {
    return (context, session) -> {
      String mark = "e" + actor;
      try {
        Entry entry = CommitLog.edit(context, Marks.edit(mark));
        session.acknowledged(mark, entry.version());
      } catch (CheckpointNotFoundException | StoreUnavailableException | StoreException e) {
        // Nothing was promised.
      }
    };
  }

  /** Looks at the newest entry once. */
  static Program reader() {
    return (context, session) -> {
      try {
        session.saw(new LogReader(context.store(), context.process()).view().index());
      } catch (StoreUnavailableException e) {
        // Saw nothing.
      }
    };
  }
}
