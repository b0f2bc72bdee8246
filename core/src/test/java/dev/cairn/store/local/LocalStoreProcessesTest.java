package dev.cairn.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, each with its own JVM, on one directory. */
class LocalStoreProcessesTest {
  private static final int SLOTS = 100;

  @TempDir Path root;

  /** Races for every slot, with a new store for each few, which sweeps behind the others' backs. */
  static final class Racer {
    public static void main(String[] arguments) throws IOException {
      System.out.println("ready");
      int unused = System.in.read();
      for (int first = 0; first < SLOTS; first += 5) {
        try (var store = new LocalStore(Path.of(arguments[0]))) {
          for (int i = first; i < first + 5; i++) {
            var content = ByteBuffer.wrap(arguments[1].getBytes(UTF_8));
            if (store.put(slot(i), content, WriteCondition.IF_ABSENT)
                instanceof PutOutcome.Written) {
              System.out.println(i);
            }
          }
        }
      }
    }
  }

  /** Puts one object of the size that it is told, and prints how that went. */
  static final class OnePut {
    public static void main(String[] arguments) {
      var content = ByteBuffer.allocate(Integer.parseInt(arguments[1]));
      try (var store = new LocalStore(Path.of(arguments[0]))) {
        System.out.println(store.put(slot(0), content, WriteCondition.IF_ABSENT));
      } catch (CairnException e) {
        System.out.println(e);
      }
    }
  }

  /** Writes a file and gives it no name, as a put that is cut off there, and waits. */
  static final class HalfPut {
    public static void main(String[] arguments) throws IOException {
      System.out.println(new WritingFolder(Path.of(arguments[0])).write(ByteBuffer.allocate(9)));
      int unused = System.in.read();
    }
  }

  private static ObjectKey slot(int i) {
    return new ObjectKey("race/" + i);
  }

  @Test
  void put_ifAbsentFromTwoProcesses_everySlotHasOneWinner() throws Exception {
    try (ChildJvm a = ChildJvm.start(Racer.class, root.toString(), "a");
        ChildJvm b = ChildJvm.start(Racer.class, root.toString(), "b")) {
      assertThat(a.line()).contains("ready");
      assertThat(b.line()).contains("ready");
      a.tell("go");
      b.tell("go");
      List<String> wonByA = a.rest();
      List<String> wonByB = b.rest();
      assertThat(List.of(a.exitCode(), b.exitCode())).containsExactly(0, 0);
      assertThat(wonByA.size() + wonByB.size()).isEqualTo(SLOTS);
      try (var store = new LocalStore(root)) {
        assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(SLOTS);
        for (int i = 0; i < SLOTS; i++) {
          String winner = wonByA.contains("" + i) ? "a" : "b";
          assertThat(store.get(slot(i))).contains(winner.getBytes(UTF_8));
        }
      }
    }
    assertThat(root.resolve(WritingFolder.NAME)).isEmptyDirectory();
  }

  @Test
  void put_fileOfAnotherProcessIsThere_sweepsItOnlyOnceThatIsDead() throws Exception {
    try (ChildJvm child = ChildJvm.start(HalfPut.class, root.toString())) {
      Path file = Path.of(child.line().orElseThrow());
      putByANewStore();
      assertThat(file).hasSize(9);
      child.kill();
      assertThat(file).hasSize(9);
      putByANewStore();
      assertThat(root.resolve(WritingFolder.NAME)).isEmptyDirectory();
    }
  }

  private void putByANewStore() {
    try (var store = new LocalStore(root)) {
      store.put(slot(0), ByteBuffer.allocate(1), WriteCondition.ALWAYS);
    }
  }

  @Test
  void put_fileSizeLimitReached_isRefusedAndLeavesNothing() throws Exception {
    // The limit that the system sets for everybody, root included: 128 blocks of 512 bytes.
    List<String> limited = List.of("sh", "-c", "ulimit -f 128 && exec \"$@\"", "sh");
    try (ChildJvm child = ChildJvm.start(limited, OnePut.class, root.toString(), "1000000")) {
      assertThat(child.rest())
          .singleElement()
          .asString()
          .startsWith("dev.cairn.store.StoreException")
          .contains("larger than a file may be", "ulimit -f");
      assertThat(child.exitCode()).isZero();
    }
    assertThat(root.resolve(WritingFolder.NAME)).isEmptyDirectory();
    try (var store = new LocalStore(root)) {
      assertThat(store.get(slot(0))).isEmpty();
      assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEmpty();
    }
    try (ChildJvm child = ChildJvm.start(limited, OnePut.class, root.toString(), "1000")) {
      assertThat(child.rest()).containsExactly("Written[]");
    }
  }
}
