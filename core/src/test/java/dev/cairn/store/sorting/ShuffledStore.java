package dev.cairn.store.sorting;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.SpoiltStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A store that lists in an order that a seed gives, the same for all pages of a listing, as a
 * server does that keeps its keys by their hashes.
 */
public final class ShuffledStore extends SpoiltStore {
  private final ObjectStore store;
  private final long seed;

  /** Shuffles the listings of {@code store}. */
  public ShuffledStore(ObjectStore store, long seed) {
    super(store);
    this.store = store;
    this.seed = seed;
  }

  @Override
  public ListPage list(ListRequest request) {
    List<ListPage> pages = new ArrayList<>();
    Optional<ListRequest> next =
        Optional.of(
            new ListRequest(
                request.prefix(), request.depth(), ListRequest.MAX_LIMIT, Optional.empty()));
    while (next.isPresent()) {
      ListRequest now = next.get();
      ListPage page = store.list(now);
      pages.add(page);
      next = page.continuation().map(now::after);
    }
    return switch (request.depth()) {
      case OBJECTS -> {
        List<ObjectInfo> all = pages.stream().flatMap(page -> page.objects().stream()).toList();
        Slice<ObjectInfo> slice = slice(all, object -> object.key().value(), request);
        yield new ListPage(slice.found(), List.of(), slice.continuation());
      }
      case FOLDERS -> {
        List<KeyPrefix> all = pages.stream().flatMap(page -> page.folders().stream()).toList();
        Slice<KeyPrefix> slice = slice(all, KeyPrefix::value, request);
        yield new ListPage(List.of(), slice.found(), slice.continuation());
      }
    };
  }

  private record Slice<T>(List<T> found, Optional<String> continuation) {}

  /** Goes by the hashes of names, so that a name keeps its place when others come and go. */
  private <T> Slice<T> slice(List<T> all, Function<T, String> name, ListRequest request) {
    Comparator<T> byHash = Comparator.comparing((T one) -> hash(name.apply(one)));
    long after = request.continuation().map(Long::parseLong).orElse(Long.MIN_VALUE);
    List<T> rest =
        all.stream()
            .filter(one -> request.continuation().isEmpty() || hash(name.apply(one)) > after)
            .sorted(byHash)
            .toList();
    if (rest.size() <= request.limit()) {
      return new Slice<>(rest, Optional.empty());
    }
    List<T> page = rest.subList(0, request.limit());
    String last = String.valueOf(hash(name.apply(page.get(page.size() - 1))));
    return new Slice<>(page, Optional.of(last));
  }

  private long hash(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = new SplittableRandom(mixed ^ name.charAt(i)).nextLong();
    }
    return mixed;
  }
}
