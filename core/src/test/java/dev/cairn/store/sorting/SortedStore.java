package dev.cairn.store.sorting;

import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.SpoiltStore;

/** A store whose listings are sorted, as one does whose server lists without order. */
final class SortedStore extends SpoiltStore {
  private final SortedListing listing;

  SortedStore(ObjectStore unordered) {
    super(unordered);
    this.listing = new SortedListing(unordered::list);
  }

  @Override
  public ListPage list(ListRequest request) {
    return listing.page(request);
  }
}
