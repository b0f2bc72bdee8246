package dev.cairn.store.counting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountingStoreTest {
  private static final ObjectKey KEY = new ObjectKey("a/b");

  private final FaultyStore below = new FaultyStore(new MemoryStore());
  private final CountingStore store = new CountingStore(below);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void counts_oneOfEachKind_areExact() throws NoSuchAlgorithmException {
    store.put(KEY, bytes("12345"), WriteCondition.IF_ABSENT);
    store.put(KEY, bytes("123"), WriteCondition.ALWAYS);
    store.get(KEY);
    store.get(KEY, MessageDigest.getInstance("SHA-256"));
    store.get(KEY, new ByteRange(2, 10));
    store.get(new ObjectKey("absent"));
    store.head(KEY);
    store.list(ListRequest.objects(KeyPrefix.ROOT));
    store.delete(List.of(KEY));

    assertThat(store.counts())
        .isEqualTo(
            new RequestCounts(
                Map.of(
                    RequestKind.PUT_IF_ABSENT, 1L,
                    RequestKind.PUT, 1L,
                    RequestKind.GET, 3L,
                    RequestKind.GET_RANGE, 1L,
                    RequestKind.HEAD, 1L,
                    RequestKind.LIST, 1L,
                    RequestKind.DELETE, 1L),
                8,
                7));
    assertThat(store.counts().total()).isEqualTo(9);
    assertThat(store.counts())
        .hasToString(
            "1 put-if-absent, 1 put, 3 get, 1 get-range, 1 head, 1 list, 1 delete; 8 bytes written, 7 bytes read");
  }

  @Test
  void minus_sameRequests_leavesNone() {
    store.get(KEY);
    RequestCounts earlier = store.counts();
    store.head(KEY);
    assertThat(store.counts().minus(earlier).requests()).isEqualTo(Map.of(RequestKind.HEAD, 1L));
    assertThat(earlier.minus(earlier)).isEqualTo(RequestCounts.NONE);
    assertThat(RequestCounts.NONE).hasToString("no requests; 0 bytes written, 0 bytes read");
  }

  @Test
  void counts_failedAndRefusedRequests_areCountedToo() {
    below.inject(RequestMatch.next(), Fault.lostRequest());
    assertThatThrownBy(() -> store.put(KEY, bytes("12"), WriteCondition.IF_ABSENT))
        .isInstanceOf(StoreUnavailableException.class);
    store.put(KEY, bytes("12"), WriteCondition.IF_ABSENT);
    store.put(KEY, bytes("12"), WriteCondition.IF_ABSENT);
    assertThat(store.counts())
        .isEqualTo(new RequestCounts(Map.of(RequestKind.PUT_IF_ABSENT, 3L), 6, 0));
  }

  @Test
  void counts_deleteOfManyKeys_oneRequestPerThousand() {
    store.delete(List.of());
    assertThat(store.counts()).isEqualTo(RequestCounts.NONE);
    store.delete(IntStream.range(0, 2001).mapToObj(i -> new ObjectKey("k" + i)).toList());
    assertThat(store.counts().count(RequestKind.DELETE)).isEqualTo(3);
  }
}
