package dev.cairn.internal.collect;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Listings of any length, a page in memory at a time: one LIST for each {@value
 * ListRequest#MAX_LIMIT} results. What was handed over may be deleted while the rest is listed.
 */
record Listing(ObjectStore store) {
  /** Hands over all objects below a folder, by their keys. */
  void objects(KeyPrefix folder, Consumer<ObjectInfo> each) {
    pages(ListRequest.objects(folder), page -> page.objects().forEach(each));
  }

  /** Hands over the folders directly below a folder, by their names. */
  void folders(KeyPrefix folder, Consumer<KeyPrefix> each) {
    pages(ListRequest.folders(folder), page -> page.folders().forEach(each));
  }

  private void pages(ListRequest first, Consumer<ListPage> each) {
    Optional<ListRequest> request = Optional.of(first);
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      each.accept(page);
      request = page.continuation().map(now::after);
    }
  }
}
