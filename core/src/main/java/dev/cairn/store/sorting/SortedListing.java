package dev.cairn.store.sorting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Listings in the order of the keys' bytes, for a store whose server lists without order, as
 * directory buckets of S3 do. A store uses it in its {@code list}, so that nobody above it needs to
 * know: whoever asks for the first key of a log gets the newest entry, here as everywhere.
 *
 * <p>It lists everything below the prefix and sorts it, so that a listing of one key costs as many
 * requests as one of all: one for each 1,000 keys.
 *
 * <p>Several pages of a server are not one moment. The first key may be deleted, after a lesser one
 * was written, before the page that would have shown it, so that the listing would begin with a key
 * that was never the first. A listing of more than one page is therefore repeated until two begin
 * with the same key.
 *
 * <p>Threads may share it. It keeps the rest of the last {@value #KEPT} listings that were not read
 * to their end; one that was forgotten is listed again.
 */
public final class SortedListing {
  private static final int KEPT = 8;
  private static final int MOST_TRIES = 10;

  private final Function<ListRequest, ListPage> unordered;

  @GuardedBy("this")
  private final Map<ListRequest, List<Found>> rests = new LinkedHashMap<>();

  /** A key or a folder. */
  private record Found(String name, Optional<ObjectInfo> object) {}

  /**
   * Sorts what a server lists.
   *
   * @param unordered a page of its listing, by the same rules as those of a store but for the order
   */
  public SortedListing(Function<ListRequest, ListPage> unordered) {
    this.unordered = unordered;
  }

  /** One page, in order. */
  public ListPage page(ListRequest request) {
    ListRequest start =
        new ListRequest(
            request.prefix(), request.depth(), ListRequest.MAX_LIMIT, request.continuation());
    List<Found> rest = taken(start).orElseGet(() -> listed(start));
    if (rest.size() <= request.limit()) {
      return page(rest, Optional.empty());
    }
    List<Found> page = rest.subList(0, request.limit());
    String last = page.get(page.size() - 1).name();
    keep(start.after(last), rest.subList(request.limit(), rest.size()));
    return page(page, Optional.of(last));
  }

  private static ListPage page(List<Found> found, Optional<String> continuation) {
    return new ListPage(
        found.stream().flatMap(one -> one.object().stream()).toList(),
        found.stream()
            .filter(one -> one.object().isEmpty())
            .map(one -> new KeyPrefix(one.name()))
            .toList(),
        continuation);
  }

  private synchronized Optional<List<Found>> taken(ListRequest start) {
    return start.continuation().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(rests.remove(start));
  }

  private synchronized void keep(ListRequest next, List<Found> rest) {
    rests.put(next, rest);
    while (rests.size() > KEPT) {
      rests.remove(rests.keySet().iterator().next());
    }
  }

  private List<Found> listed(ListRequest start) {
    Pass pass = pass(start);
    for (int tries = 0; pass.pages() > 1; tries++) {
      if (tries == MOST_TRIES) {
        throw new StoreUnavailableException(
            "The store lists without order, and '%s' changes faster than it can be listed. Try again."
                .formatted(start.prefix()));
      }
      Pass next = pass(start);
      if (next.first().equals(pass.first())) {
        return next.sorted();
      }
      pass = next;
    }
    return pass.sorted();
  }

  /** One walk through all pages of the server. */
  private record Pass(List<Found> sorted, int pages) {
    Optional<String> first() {
      return sorted.stream().findFirst().map(Found::name);
    }
  }

  private Pass pass(ListRequest start) {
    List<Found> all = new ArrayList<>();
    ListRequest first =
        new ListRequest(start.prefix(), start.depth(), ListRequest.MAX_LIMIT, Optional.empty());
    Optional<ListRequest> request = Optional.of(first);
    int pages = 0;
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = unordered.apply(now);
      page.objects()
          .forEach(object -> all.add(new Found(object.key().value(), Optional.of(object))));
      page.folders().forEach(folder -> all.add(new Found(folder.value(), Optional.empty())));
      request = page.continuation().map(now::after);
      pages++;
    }
    List<Found> sorted =
        all.stream()
            .filter(
                one ->
                    start.continuation().filter(last -> one.name().compareTo(last) <= 0).isEmpty())
            .sorted(Comparator.comparing(Found::name))
            .toList();
    return new Pass(sorted, pages);
  }
}
