package dev.cairn;

import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.Patience;
import dev.cairn.internal.log.SupersededPageException;
import dev.cairn.internal.log.WriteIds;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Changes to the checkpoints of a process by somebody who is not its writer: pins, tags, deletions.
 * They do not fence the writer, which builds its next commit on them.
 *
 * <p>Each method may be repeated: what is in effect already is not written again. When one throws
 * {@link dev.cairn.store.StoreUnavailableException}, the change may be in effect; repeat it. An
 * edit is LIST, GET, PUT, LIST, GET.
 *
 * <p>Safe for use by many threads.
 */
public final class CheckpointEditor {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MOST_PAGES = 4;
  private static final int MOST_TRIES = 20;

  private final ProcessId process;
  private final CommitLog.Context context;
  private final Pages pages;

  private CheckpointEditor(CommitLog.Context context) {
    this.process = context.process();
    this.pages = new Pages(context.store(), process, MOST_PAGES);
    this.context = context;
  }

  /** An editor of a process in a store, which stays open. Nothing is read or written yet. */
  public static CheckpointEditor of(ObjectStore store, ProcessId process) {
    return of(store, process, InstantSource.system(), new Patience(TIMEOUT));
  }

  /** The same in a time that somebody else keeps. */
  static CheckpointEditor of(
      ObjectStore store, ProcessId process, InstantSource clock, Patience patience) {
    return new CheckpointEditor(
        new CommitLog.Context(
            store,
            process,
            CheckpointManagerBuilder.thisWriter(),
            clock,
            patience,
            WriteIds.random()));
  }

  /**
   * Keeps a checkpoint until it is unpinned.
   *
   * @throws CheckpointNotFoundException when it is not kept any more; what is retired never comes
   *     back
   */
  public void pin(long version) {
    edit(Edits.pin(process, pages, version));
  }

  /**
   * The same for the checkpoint that a text names now: {@code latest}, a version such as {@code
   * v12} or {@code 12}, or a tag such as {@code best}. LIST and GET more than by version; not to be
   * repeated blindly when the name may have moved on.
   */
  public void pin(String name) {
    pin(version(name));
  }

  /** Leaves a checkpoint to the policy again. */
  public void unpin(long version) {
    edit(Edits.unpin(version));
  }

  /**
   * The same for the checkpoint that a text names now: {@code latest}, a version such as {@code
   * v12} or {@code 12}, or a tag such as {@code best}. LIST and GET more than by version; not to be
   * repeated blindly when the name may have moved on.
   */
  public void unpin(String name) {
    unpin(version(name));
  }

  /**
   * Names a checkpoint, and keeps it as long as it has the name. The name is taken from the
   * checkpoint that had it.
   *
   * @param expires when the name goes, by the writer's clock; empty when it stays
   * @throws InvalidRequestException when the name is not one
   * @throws CheckpointNotFoundException when the checkpoint is not kept any more
   */
  public void tag(String name, long version, Optional<Instant> expires) {
    edit(Edits.tag(process, pages, name, version, expires));
  }

  /**
   * The same for the checkpoint that a text names now: {@code latest}, a version such as {@code
   * v12} or {@code 12}, or a tag such as {@code best}. LIST and GET more than by version; not to be
   * repeated blindly when the name may have moved on.
   */
  public void tag(String name, String checkpoint, Optional<Instant> expires) {
    tag(name, version(checkpoint), expires);
  }

  /** Takes a name away. */
  public void untag(String name) {
    edit(Edits.untag(name));
  }

  /**
   * Deletes a checkpoint, and takes its names away. It can be read by version during the grace
   * period, and is never fallen back to.
   *
   * @throws InvalidRequestException when it is pinned
   * @throws CheckpointNotFoundException when there is none of that version
   */
  public void delete(long version) {
    edit(Edits.delete(process, pages, version, context.clock().instant()));
  }

  /**
   * The same for the checkpoint that a text names now: {@code latest}, a version such as {@code
   * v12} or {@code 12}, or a tag such as {@code best}. LIST and GET more than by version; not to be
   * repeated blindly when the name may have moved on.
   */
  public void delete(String name) {
    delete(version(name));
  }

  /** Found out once, since an edit may be made several times and the name may move meanwhile. */
  private long version(String name) {
    OptionalLong version = Names.version(name);
    if (version.isPresent()) {
      return version.getAsLong();
    }
    return new IndexLook(context.store(), process, pages, this::look)
        .ask(index -> Names.version(process, index, name));
  }

  private LogView look() {
    LogView view = new LogReader(context.store(), process).view();
    if (!view.damage().isEmpty()) {
      throw view.damage().get(0);
    }
    return view;
  }

  private void edit(CommitLog.Edit edit) {
    for (int tries = 1; ; tries++) {
      try {
        CommitLog.edit(context, edit);
        return;
      } catch (SupersededPageException e) {
        // A page was replaced while this looked into it, and nothing was written.
        if (tries == MOST_TRIES) {
          throw new StoreUnavailableException(
              "The index of %s changed %d times while it was edited. Try again."
                  .formatted(process, MOST_TRIES),
              e);
        }
      }
    }
  }
}
