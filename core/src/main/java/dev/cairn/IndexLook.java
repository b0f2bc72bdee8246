package dev.cairn;

import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.SupersededPageException;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A look at the index of a process. A page may be replaced by another one between the look at the
 * log and the look into the page; then the log is looked at again.
 *
 * @param store where the process is
 * @param process whose index it is
 * @param pages where pages come from
 * @param log what is looked at first
 */
record IndexLook(ObjectStore store, ProcessId process, Pages pages, Supplier<LogView> log) {
  private static final int MOST_TRIES = 20;

  /** What {@code question} answers; it may be asked more than once. */
  <T> T ask(Function<WholeIndex, T> question) {
    return askView(view -> question.apply(whole(view)));
  }

  /** What {@code question} answers; it may be asked more than once. */
  <T> T askView(Function<LogView, T> question) {
    LogView view = log.get();
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      try {
        return question.apply(view);
      } catch (SupersededPageException e) {
        view = new LogReader(store, process).view();
      }
    }
    throw new StoreUnavailableException(
        "The index of %s changed %d times while it was read. Try again."
            .formatted(process, MOST_TRIES),
        null);
  }

  /** The index of a view, with its pages. */
  WholeIndex whole(LogView view) {
    return new WholeIndex(view.index(), pages);
  }
}
