package dev.cairn.internal.collect;

import dev.cairn.GarbageObject;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A search of what a writer has stored itself for what no checkpoint needs, page by page, each of
 * which is listed and judged while the writer does nothing else.
 *
 * <p>Let N be the newest entry that the writer knows at such a moment, with none of its saves under
 * way and none undecided. Then each save that is to come stores its data under new keys, or finds
 * them live in an index that comes after N. Edits and claims that stand behind N and that the
 * writer has not met yet name no data that N does not. So what is listed at that moment and is not
 * named by N is never named again, and it does not matter when it is deleted; saves wait for one
 * LIST and not for more.
 *
 * <p>Used by one thread at a time.
 */
public final class CurrentEpoch {
  private final ObjectStore store;
  private final int start;
  private Optional<ListRequest> request;

  /** A search of the data of one epoch, for its writer alone. */
  public CurrentEpoch(ObjectStore store, ProcessId process, long epoch) {
    this.store = store;
    this.start = process.prefix().value().length();
    this.request =
        Optional.of(
            ListRequest.objects(process.prefix().folder("data").folder(Long.toString(epoch))));
  }

  /** Whether there is more to be looked at. */
  public boolean hasNext() {
    return request.isPresent();
  }

  /**
   * The garbage of the next page.
   *
   * @param newest the index of the newest entry that the writer knows, while it has no save under
   *     way and none undecided
   */
  public List<GarbageObject> next(WholeIndex newest) {
    ListRequest now = request.orElseThrow();
    ListPage page = store.list(now);
    request = page.continuation().map(now::after);
    Set<String> named = newest.objects().collect(Collectors.toSet());
    return page.objects().stream()
        .filter(object -> !named.contains(object.key().value().substring(start)))
        .map(
            object ->
                new GarbageObject(
                    GarbageObject.Kind.DATA,
                    object.key(),
                    object.size(),
                    "no checkpoint names it and its writer has no save under way"))
        .toList();
  }
}
