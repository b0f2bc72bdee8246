package dev.cairn.store.sorting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.SpoiltStore;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SortedListingTest {
  private static final KeyPrefix LOG = new KeyPrefix("log/");

  private final MemoryStore memory = new MemoryStore();

  private void create(int from, int to) {
    for (int i = from; i < to; i++) {
      memory.put(key(i), ByteBuffer.allocate(0), WriteCondition.ALWAYS);
    }
  }

  private static ObjectKey key(int number) {
    return LOG.key("%06d".formatted(number));
  }

  @Test
  void page_oneKeyOfMany_isTheFirst() {
    create(0, 500);
    for (long seed = 0; seed < 20; seed++) {
      ObjectStore shuffled = new ShuffledStore(memory, seed);
      ListPage page = new SortedStore(shuffled).list(ListRequest.objects(LOG).limit(1));
      assertThat(page.objects()).as("seed %d", seed).extracting("key").containsExactly(key(0));
    }
  }

  @Test
  void page_readToTheEnd_listsTheServerOnce() {
    create(0, 900);
    CountingStore counting = new CountingStore(new ShuffledStore(memory, 5));
    ObjectStore sorted = new SortedStore(counting);
    ListRequest request = ListRequest.objects(LOG).limit(100);
    ListPage page = sorted.list(request);
    int seen = page.objects().size();
    while (page.continuation().isPresent()) {
      page = sorted.list(request.after(page.continuation().get()));
      seen += page.objects().size();
    }
    assertThat(seen).isEqualTo(900);
    assertThat(counting.counts().count(RequestKind.LIST)).isEqualTo(1);
  }

  @Test
  void page_rest_thatWasForgotten_isListedAgain() {
    create(0, 20);
    ObjectStore sorted = new SortedStore(new ShuffledStore(memory, 5));
    ListRequest request = ListRequest.objects(LOG);
    String after = sorted.list(request.limit(5)).continuation().orElseThrow();
    for (int limit = 6; limit < 16; limit++) {
      sorted.list(request.limit(limit));
    }
    assertThat(sorted.list(request.limit(5).after(after)).objects())
        .extracting("key")
        .containsExactly(key(5), key(6), key(7), key(8), key(9));
  }

  /** The first key goes, and a lesser one comes, between two pages that show neither. */
  @Test
  void page_firstKeyMovesBetweenPages_isTheNewOne() {
    create(1000, 2500);
    List<ObjectKey> order =
        new ShuffledStore(memory, 3)
            .list(ListRequest.objects(LOG)).objects().stream().map(one -> one.key()).toList();
    AtomicInteger pages = new AtomicInteger();
    ObjectStore moving =
        new SpoiltStore(new ShuffledStore(memory, 3)) {
          @Override
          public ListPage list(ListRequest request) {
            if (pages.getAndIncrement() == 1) {
              create(1, 2);
              memory.delete(List.of(key(1000)));
            }
            return super.list(request);
          }
        };
    ListPage page = new SortedStore(moving).list(ListRequest.objects(LOG).limit(1));

    assertThat(order).hasSize(1000);
    assertThat(page.objects()).extracting("key").containsExactly(key(1));
    assertThat(pages.get()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void page_neverTheSame_isUnavailable() {
    create(1000, 2500);
    AtomicInteger next = new AtomicInteger(999);
    ObjectStore moving =
        new SpoiltStore(new ShuffledStore(memory, 3)) {
          @Override
          public ListPage list(ListRequest request) {
            if (request.continuation().isEmpty()) {
              create(next.get(), next.getAndDecrement() + 1);
            }
            return super.list(request);
          }
        };
    assertThatThrownBy(() -> new SortedStore(moving).list(ListRequest.objects(LOG).limit(1)))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
