package dev.cairn.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalStoreRefusalsTest {
  private static final ObjectKey KEY = new ObjectKey("a/b");

  @TempDir Path directory;

  private static void put(LocalStore store, ObjectKey key, WriteCondition condition) {
    store.put(key, ByteBuffer.allocate(10), condition);
  }

  private static void assertRefused(Runnable request, String... parts) {
    assertThatThrownBy(request::run)
        .isInstanceOf(StoreException.class)
        .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"))
        .satisfies(
            e -> {
              for (String part : parts) {
                assertThat(e).hasMessageContaining(part);
              }
            });
  }

  private static void assertEveryRequestIsRefused(
      LocalStore store, ObjectKey key, String... parts) {
    assertRefused(() -> put(store, key, WriteCondition.IF_ABSENT), parts);
    assertRefused(() -> put(store, key, WriteCondition.ALWAYS), parts);
    assertRefused(() -> store.get(key), parts);
    assertRefused(() -> store.get(key, new ByteRange(0, 1)), parts);
    assertRefused(() -> store.head(key), parts);
    assertRefused(() -> store.list(ListRequest.objects(KeyPrefix.ROOT)), parts);
    assertRefused(() -> store.delete(List.of(key)), parts);
  }

  @Test
  void everyRequest_folderIsALink_isRefusedAndTheOutsideIsUntouched() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("b"), "secret");
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("a"), outside);
    try (var store = new LocalStore(root)) {
      assertEveryRequestIsRefused(store, KEY, "symbolic link", "not followed");
      assertRefused(() -> put(store, new ObjectKey("a/new"), WriteCondition.ALWAYS));
      assertRefused(() -> put(store, new ObjectKey("a/new/er"), WriteCondition.ALWAYS));
      assertRefused(() -> store.list(ListRequest.objects(new KeyPrefix("a/"))));
      assertRefused(() -> store.list(ListRequest.folders(KeyPrefix.ROOT)));
    }
    assertThat(outside.toFile().list()).containsExactly("b");
    assertThat(outside.resolve("b")).hasContent("secret");
  }

  @Test
  void everyRequest_objectIsALink_isRefusedAndTheOutsideIsUntouched() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/b"), outside);
    try (var store = new LocalStore(root)) {
      assertEveryRequestIsRefused(store, KEY, "symbolic link", "not followed");
    }
    assertThat(outside).hasContent("secret");
    assertThat(root.resolve("a/b")).isSymbolicLink();
  }

  @Test
  void put_writingFolderIsALink_isRefusedAndTheOutsideIsUntouched() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve(WritingFolder.NAME), outside);
    try (var store = new LocalStore(root)) {
      assertRefused(() -> put(store, KEY, WriteCondition.IF_ABSENT), "symbolic link");
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void open_rootIsALink_worksWhereItLeads() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    try (var store = new LocalStore(link)) {
      put(store, KEY, WriteCondition.IF_ABSENT);
      assertThat(store.head(KEY)).isPresent();
    }
    assertThat(real.resolve("a/b")).isRegularFile();
  }

  @Test
  void put_rootIsALinkThatLeadsNowhere_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
    try (var store = new LocalStore(link)) {
      assertThat(store.get(KEY)).isEmpty();
      assertRefused(() -> put(store, KEY, WriteCondition.IF_ABSENT), "leads nowhere");
    }
  }

  @Test
  void everyRequest_objectIsAPipe_isRefusedAndDoesNotWait() throws Exception {
    Path root = directory.resolve("root");
    Files.createDirectories(root.resolve("a"));
    assertThat(new ProcessBuilder("mkfifo", root.resolve("a/b").toString()).start().waitFor())
        .isZero();
    try (var store = new LocalStore(root)) {
      assertEveryRequestIsRefused(store, KEY, "neither a file nor a directory");
    }
  }

  @Test
  void everyRequest_rootIsAFile_isRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");
    assertEveryRequestIsRefused(new LocalStore(file), KEY, "it is a file");
    assertEveryRequestIsRefused(new LocalStore(file.resolve("below")), KEY, "is a file");
    assertThat(file).hasContent("content");
  }

  @ParameterizedTest
  @EnumSource(WriteCondition.class)
  void put_directoryIsNotWritable_isRefused(WriteCondition condition) {
    // Nobody, root included, makes a directory there.
    var store = new LocalStore(Path.of("/sys/kernel/cairn"));
    assertRefused(() -> put(store, KEY, condition), "The put at /sys/kernel/cairn/a/b was refused");
  }

  @Test
  void notWritten_fullDisk_saysSo() throws IOException {
    IOException full =
        catchThrowableOfType(
            IOException.class,
            () -> {
              try (var out = new FileOutputStream("/dev/full")) {
                out.write(1);
              }
            });
    assertThat(Refusal.notWritten("The put", directory, 1, full))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the disk is full")
        .hasMessageContaining("Free some space");
    assertThat(Refusal.notWritten("The put", directory, Long.MAX_VALUE, new IOException("voll")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the disk is full");
  }

  @Test
  void read_rootDoesNotExist_isAnEmptyStoreAndMakesNothing() {
    Path root = directory.resolve("none/root");
    try (var store = new LocalStore(root)) {
      assertThat(store.get(KEY)).isEmpty();
      assertThat(store.head(KEY)).isEmpty();
      assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
      store.delete(List.of(KEY));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void put_everythingWasRemovedMeanwhile_makesItAgain() throws Exception {
    Path root = directory.resolve("root");
    try (var store = new LocalStore(root)) {
      put(store, KEY, WriteCondition.IF_ABSENT);
      assertThat(new ProcessBuilder("rm", "-r", root.toString()).start().waitFor()).isZero();
      put(store, KEY, WriteCondition.IF_ABSENT);
      put(store, KEY, WriteCondition.ALWAYS);
      assertThat(store.head(KEY)).isPresent();
    }
  }

  @Test
  void list_namesThatAreNoKeys_areNotTheStores() throws IOException {
    Files.createDirectories(directory.resolve("a~/b"));
    Files.writeString(directory.resolve("with space"), "");
    Files.writeString(directory.resolve("a~/b/c"), "");
    try (var store = new LocalStore(directory)) {
      put(store, KEY, WriteCondition.IF_ABSENT);
      assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects())
          .extracting(object -> object.key().value())
          .containsExactly("a/b");
      assertThat(store.list(ListRequest.folders(KeyPrefix.ROOT)).folders())
          .containsExactly(new KeyPrefix("a/"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:relative", "file://host/path", "file:/a?b", "file:/a#b", "file:/a%00b"})
  void open_uriOfAnotherForm_isRefusedWithTheForm(String uri) {
    assertThatThrownBy(() -> ObjectStores.open(uri))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("file:/srv/checkpoints");
  }

  @Test
  void open_plainPath_isALocalStore() {
    try (var store = ObjectStores.open(directory.resolve("with space").toString())) {
      store.put(KEY, ByteBuffer.allocate(1), WriteCondition.IF_ABSENT);
      assertThat(directory.resolve("with space/a/b")).isRegularFile();
      assertThat(store.toString()).startsWith("file:/").endsWith("with%20space/");
    }
  }
}
