package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ObjectStore} must do, decorators included. A store's own test extends this and
 * says how to open it; where stores may differ there is a hook to say how this one does, and no
 * test is skipped.
 */
public abstract class ObjectStoreContract extends ListingContract {
  /** What a store does with a key that is another key's folder. */
  protected enum FolderConflicts {
    /** It refuses the second key with {@link StoreException}. */
    REFUSED,
    /** It stores both, as S3 does. */
    STORED
  }

  /** What this store does with a key that is another key's folder. */
  protected FolderConflicts folderConflicts() {
    return FolderConflicts.REFUSED;
  }

  private static final PutOutcome EXISTS = new PutOutcome.AlreadyExists();

  @ParameterizedTest
  @EnumSource(WriteCondition.class)
  void put_newKey_isReadBack(WriteCondition condition) {
    assertThat(store.put(key("a/b"), bytes("content"), condition))
        .isInstanceOf(PutOutcome.Written.class);
    assertThat(text("a/b")).contains("content");
    assertThat(store.head(key("a/b"))).contains(new ObjectInfo(key("a/b"), 7));
  }

  @Test
  void put_ifAbsentOnExisting_changesNothing() {
    create("a", "first");
    assertThat(create("a", "second, and longer")).isEqualTo(EXISTS);
    assertThat(create("a", "first")).isEqualTo(EXISTS);
    assertThat(text("a")).contains("first");
  }

  @Test
  void put_alwaysOnExisting_replacesWhole() {
    create("a", "first, and longer");
    assertThat(store.put(key("a"), bytes("second"), WriteCondition.ALWAYS))
        .isInstanceOf(PutOutcome.Written.class);
    assertThat(text("a")).contains("second");
    assertThat(store.head(key("a"))).contains(new ObjectInfo(key("a"), 6));
  }

  @Test
  void put_nothing_isAnEmptyObject() {
    assertThat(create("a", "")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text("a")).contains("");
    assertThat(store.head(key("a"))).contains(new ObjectInfo(key("a"), 0));
    assertThat(store.get(key("a"), new ByteRange(0, 1))).contains(new byte[0]);
    assertThat(create("a", "more")).isEqualTo(EXISTS);
  }

  @Test
  void put_fiveMebibytes_areReadBackWholeAndByRange() {
    byte[] content = new byte[5 << 20];
    new Random(42).nextBytes(content);
    store.put(key("big"), ByteBuffer.wrap(content), WriteCondition.IF_ABSENT);
    assertThat(store.get(key("big")).orElseThrow()).isEqualTo(content);
    assertThat(store.get(key("big"), new ByteRange(3_000_001, 1 << 20)).orElseThrow())
        .isEqualTo(Arrays.copyOfRange(content, 3_000_001, 3_000_001 + (1 << 20)));
  }

  @ParameterizedTest
  @EnumSource(WriteCondition.class)
  void put_anyKindOfBuffer_writesFromPositionToLimitAndLeavesItAlone(WriteCondition condition) {
    ByteBuffer direct = ByteBuffer.allocateDirect(10).put(0, "0123456789".getBytes(UTF_8));
    ByteBuffer slice = ByteBuffer.wrap("..0123456789..".getBytes(UTF_8)).slice(2, 10);
    List<ByteBuffer> buffers =
        List.of(bytes("0123456789"), slice, direct, slice.asReadOnlyBuffer());
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer buffer = buffers.get(i).position(3).limit(8).mark();
      store.put(key("buffer" + i), buffer, condition);
      assertThat(text("buffer" + i)).contains("34567");
      assertThat(List.of(buffer.position(), buffer.limit())).containsExactly(3, 8);
      assertThat(buffer.get(3)).isEqualTo((byte) '3');
    }
  }

  @Test
  void put_bufferChangedAfterwards_objectStays() {
    byte[] content = "content".getBytes(UTF_8);
    store.put(key("a"), ByteBuffer.wrap(content), WriteCondition.IF_ABSENT);
    Arrays.fill(content, (byte) 'x');
    assertThat(text("a")).contains("content");
  }

  @Test
  void get_arrayChangedAfterwards_objectStays() {
    create("a", "content");
    for (int i = 0; i < 2; i++) {
      Arrays.fill(store.get(key("a")).orElseThrow(), (byte) 'x');
      Arrays.fill(store.get(key("a"), new ByteRange(0, 7)).orElseThrow(), (byte) 'x');
    }
    assertThat(text("a")).contains("content");
  }

  /** Small, larger than what one read of a connection gives, and none at all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10, 5 << 20})
  void get_withDigest_isTheDigestOfWhatIsReturned(int size) throws Exception {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    store.put(key("a"), ByteBuffer.wrap(content), WriteCondition.IF_ABSENT);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) 'x');
    assertThat(store.get(key("a"), digest)).contains(content);
    assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
  }

  @Test
  void read_absent_isEmpty() throws Exception {
    create("a/b", "");
    for (String absent : List.of("b", "a", "a/b/c", "a/b/c/d", "a/c", "a/b0")) {
      assertThat(store.get(key(absent))).isEmpty();
      assertThat(store.get(key(absent), MessageDigest.getInstance("SHA-256"))).isEmpty();
      assertThat(store.get(key(absent), new ByteRange(0, 10))).isEmpty();
      assertThat(store.head(key(absent))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "0, 10, 0123456789",
    "0, 11, 0123456789",
    "0, 2147483647, 0123456789",
    "3, 4, 3456",
    "9, 1, 9",
    "9, 5, 9",
    "8, 2147483647, 89",
    "10, 1, ''",
    "11, 5, ''",
    "5000000000, 1, ''",
    "9223372036854775807, 2147483647, ''",
  })
  void get_range_isThePartThatIsThere(long offset, int length, String expected) {
    create("a", "0123456789");
    assertThat(store.get(key("a"), new ByteRange(offset, length)))
        .hasValueSatisfying(part -> assertThat(new String(part, UTF_8)).isEqualTo(expected));
  }

  @Test
  void put_ifAbsentRace_hasExactlyOneWinner() throws Exception {
    List<ObjectStore> clients = new ArrayList<>();
    for (int i = 0; i < racers(); i++) {
      clients.add(another());
    }
    for (int round = 0; round < 20; round++) {
      ObjectKey slot = key("race/" + round);
      List<PutOutcome> outcomes =
          race(
              racer ->
                  clients.get(racer).put(slot, bytes("racer " + racer), WriteCondition.IF_ABSENT));
      List<Integer> winners =
          IntStream.range(0, outcomes.size())
              .filter(racer -> outcomes.get(racer) instanceof PutOutcome.Written)
              .boxed()
              .toList();
      assertThat(winners).hasSize(1);
      assertThat(text(slot.value())).contains("racer " + winners.get(0));
    }
  }

  @Test
  void get_whileOverwritten_isOneOfTheContentsWhole() throws Exception {
    var failed = new AtomicBoolean();
    create("a", "0".repeat(1000));
    race(
        racer -> {
          for (int i = 0; i < 20; i++) {
            if (racer % 2 == 0) {
              String content = String.valueOf((char) ('0' + racer)).repeat(1000 + 50_000 * racer);
              store.put(key("a"), bytes(content), WriteCondition.ALWAYS);
            } else {
              String seen = text("a").orElse("");
              int writer = seen.isEmpty() ? -1 : seen.charAt(0) - '0';
              if (seen.length() != 1000 + 50_000 * writer
                  || seen.chars().anyMatch(c -> c != '0' + writer)) {
                failed.set(true);
              }
            }
          }
          return racer;
        });
    assertThat(failed).as("a torn or missing object was seen").isFalse();
  }

  @Test
  void put_thatReturned_isSeenByOtherClients() throws IOException {
    ObjectStore other = another();
    for (int i = 0; i < 20; i++) {
      ObjectKey name = key("a/" + i);
      store.put(name, bytes("x"), WriteCondition.IF_ABSENT);
      assertThat(other.head(name)).isPresent();
      assertThat(other.list(ListRequest.objects(new KeyPrefix("a/"))).objects())
          .contains(new ObjectInfo(name, 1));
      assertThat(other.put(name, bytes("y"), WriteCondition.IF_ABSENT)).isEqualTo(EXISTS);
      store.delete(List.of(name));
      assertThat(other.get(name)).isEmpty();
      assertThat(other.head(name)).isEmpty();
      assertThat(other.list(ListRequest.objects(new KeyPrefix("a/"))).objects())
          .noneMatch(object -> object.key().equals(name));
      store.put(name, bytes("z"), WriteCondition.IF_ABSENT);
      assertThat(other.get(name)).contains("z".getBytes(UTF_8));
    }
  }

  @Test
  void delete_someOfTheKeys_leavesTheOthers() {
    List<String> neighbours = List.of("a", "a-", "a.b", "b/cd", "b/c0");
    neighbours.forEach(neighbour -> create(neighbour, "x"));
    create("b/c", "x");
    store.delete(List.of(key("b/c"), key("absent"), key("b/absent"), key("no/such/folder")));
    assertThat(store.get(key("b/c"))).isEmpty();
    assertThat(store.head(key("b/c"))).isEmpty();
    assertThat(neighbours).allSatisfy(neighbour -> assertThat(text(neighbour)).contains("x"));
  }

  @Test
  void delete_repeatedOrOfNothing_isAllowed() {
    create("a/b", "x");
    store.delete(List.of());
    store.delete(List.of(key("a")));
    store.delete(List.of(key("a/b/c")));
    assertThat(text("a/b")).contains("x");
    store.delete(List.of(key("a/b")));
    store.delete(List.of(key("a/b")));
    assertThat(text("a/b")).isEmpty();
    assertThat(create("a/b", "again")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text("a/b")).contains("again");
  }

  @Test
  void delete_moreKeysThanOneRequestOfS3Takes_deletesAll() {
    List<ObjectKey> keys =
        IntStream.range(0, 1005).mapToObj(i -> key("many/%04d".formatted(i))).toList();
    // A few of them exist, at both ends and around the thousand; writing all would only cost time.
    for (int i : new int[] {0, 1, 998, 999, 1000, 1001, 1004}) {
      store.put(keys.get(i), bytes("x"), WriteCondition.IF_ABSENT);
    }
    store.delete(keys);
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"...", ".hidden", "-", "=", "_", "a..b", "A", "con", "a=b/c=d", "0", "a.tmp"})
  void put_unusualKey_isAKeyLikeAnyOther(String name) {
    assertThat(create("x/" + name + "/" + name, "x")).isInstanceOf(PutOutcome.Written.class);
    assertThat(create(name, "y")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text("x/" + name + "/" + name)).contains("x");
    assertThat(text(name)).contains("y");
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(2);
  }

  @Test
  void put_longestKeys_areAccepted() {
    String segment = "s".repeat(ObjectKey.MAX_SEGMENT);
    String longest = segment + "/" + segment + "/" + segment + "/" + "s".repeat(97);
    assertThat(longest).hasSize(ObjectKey.MAX_LENGTH);
    assertThat(create(longest, "x")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text(longest)).contains("x");
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects())
        .containsExactly(new ObjectInfo(key(longest), 1));
  }

  @Test
  void put_keysThatDifferInCase_areDifferentObjects() {
    create("key", "lower");
    assertThat(create("KEY", "upper")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text("key")).contains("lower");
    assertThat(text("KEY")).contains("upper");
  }

  @ParameterizedTest
  @EnumSource(WriteCondition.class)
  void put_keyThatIsAFolderOfAnother_isAnsweredClearly(WriteCondition condition) {
    create("a/b/c", "deep");
    create("x", "flat");
    for (String conflicting : List.of("a", "a/b", "x/y", "x/y/z")) {
      switch (folderConflicts()) {
        case REFUSED ->
            assertThatThrownBy(() -> store.put(key(conflicting), bytes("new"), condition))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(conflicting)
                .hasMessageContaining("folder");
        case STORED ->
            assertThat(store.put(key(conflicting), bytes("new"), condition))
                .isInstanceOf(PutOutcome.Written.class);
      }
      Optional<String> expected =
          folderConflicts() == FolderConflicts.STORED ? Optional.of("new") : Optional.empty();
      assertThat(text(conflicting)).isEqualTo(expected);
    }
    assertThat(text("a/b/c")).contains("deep");
    assertThat(text("x")).contains("flat");
  }

  @Test
  void everyRequest_threadIsInterrupted_worksOrEndsUnavailableWithTheFlagSet() {
    create("a", "content");
    List<Runnable> requests =
        List.of(
            () -> create("new", "x"),
            () -> store.put(key("over"), bytes("x"), WriteCondition.ALWAYS),
            () -> assertThat(text("a")).contains("content"),
            () -> assertThat(store.get(key("a"), new ByteRange(0, 3))).isPresent(),
            () -> assertThat(store.head(key("a"))).isPresent(),
            () ->
                assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isNotEmpty(),
            () -> store.delete(List.of(key("gone"))));
    try {
      for (Runnable request : requests) {
        Thread.currentThread().interrupt();
        try {
          request.run();
        } catch (StoreUnavailableException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(Thread.interrupted())
            .as("the flag after request %s", requests.indexOf(request))
            .isTrue();
      }
    } finally {
      Thread.interrupted();
    }
    // And the store goes on as before, for this thread too.
    assertThat(text("a")).contains("content");
    assertThat(create("afterwards", "x")).isInstanceOf(PutOutcome.Written.class);
    assertThat(text("new")).isIn(Optional.empty(), Optional.of("x"));
  }
}
