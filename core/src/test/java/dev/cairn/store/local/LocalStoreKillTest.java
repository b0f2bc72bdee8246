package dev.cairn.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed with SIGKILL, again and again, at moments drawn at random. */
class LocalStoreKillTest {
  private static final int KILLS = Integer.getInteger("cairn.test.kills", 20);

  @TempDir Path root;

  /**
   * What the killed process does: creates, overwrites and deletes without end, and prints each
   * change once it was acknowledged.
   */
  static final class Writer {
    public static void main(String[] arguments) {
      int run = Integer.parseInt(arguments[1]);
      try (var store = new LocalStore(Path.of(arguments[0]))) {
        for (int i = 0; ; i++) {
          store.put(created(run, i), content(run, i), WriteCondition.IF_ABSENT);
          System.out.println("created " + i);
          store.put(overwritten(run), content(run, i), WriteCondition.ALWAYS);
          System.out.println("overwritten " + i);
          if (i % 3 == 0) {
            store.delete(List.of(created(run, i)));
            System.out.println("deleted " + i);
          }
        }
      }
    }
  }

  private static ObjectKey created(int run, int i) {
    return new ObjectKey("run-%d/created/%06d".formatted(run, i));
  }

  private static ObjectKey overwritten(int run) {
    return new ObjectKey("run-" + run + "/overwritten");
  }

  /** Up to 100 KB that depend on both numbers. */
  private static ByteBuffer content(int run, int i) {
    var random = new Random(run * 1_000_003L + i);
    byte[] bytes = new byte[random.nextInt(100_000)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void kill_atRandomMoments_keepsWhatWasAcknowledgedAndTearsNothing() throws Exception {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    System.out.println("LocalStoreKillTest: -Dcairn.test.seed=" + seed);
    var random = new Random(seed);
    int acknowledged = 0;
    for (int run = 0; run < KILLS; run++) {
      Set<String> lines = killedWriter(run, random);
      acknowledged += lines.size();
      check(run, lines);
    }
    assertThat(acknowledged).isGreaterThan(KILLS);
    checkThatNothingIsLeft();
  }

  private Set<String> killedWriter(int run, Random random) throws Exception {
    Set<String> lines = new HashSet<>();
    try (ChildJvm child = ChildJvm.start(Writer.class, root.toString(), "" + run)) {
      int before = 1 + random.nextInt(20);
      for (int i = 0; i < before; i++) {
        lines.add(child.line().orElseThrow());
      }
      // Anywhere in the next few changes, whose length is mostly the disk's.
      long moment = System.nanoTime() + random.nextInt(30_000_000);
      while (System.nanoTime() < moment) {
        Thread.onSpinWait();
      }
      child.kill();
      lines.addAll(child.rest());
    }
    return lines;
  }

  private void check(int run, Set<String> lines) {
    try (var store = new LocalStore(root)) {
      int i = 0;
      for (; lines.contains("created " + i); i++) {
        var object = store.get(created(run, i));
        if (i % 3 != 0) {
          assertThat(object).as("created %d of run %d", i, run).contains(content(run, i).array());
        } else if (lines.contains("deleted " + i)) {
          assertThat(object).as("deleted %d of run %d", i, run).isEmpty();
        }
      }
      // Everything that can be seen is whole, and at most the change that was cut off is new.
      var page = store.list(ListRequest.objects(new KeyPrefix("run-" + run + "/created/")));
      assertThat(page.continuation()).isEmpty();
      for (ObjectInfo object : page.objects()) {
        int number = Integer.parseInt(object.key().name());
        assertThat(number).isLessThanOrEqualTo(i);
        assertThat(store.get(object.key())).contains(content(run, number).array());
        assertThat(object.size()).isEqualTo(content(run, number).remaining());
      }
      int last = i - 1;
      byte[] newest = store.get(overwritten(run)).orElse(new byte[0]);
      if (lines.contains("overwritten " + last)) {
        assertThat(newest).isEqualTo(content(run, last).array());
      } else if (last > 0) {
        assertThat(newest).isIn(content(run, last - 1).array(), content(run, last).array());
      }
    }
  }

  /** Once no object uses them, nothing that the dead left outlives the next writer. */
  private void checkThatNothingIsLeft() {
    try (var store = new LocalStore(root)) {
      while (true) {
        var objects = store.list(ListRequest.objects(KeyPrefix.ROOT)).objects();
        if (objects.isEmpty()) {
          break;
        }
        store.delete(objects.stream().map(ObjectInfo::key).toList());
      }
    }
    try (var store = new LocalStore(root)) {
      store.put(new ObjectKey("last"), ByteBuffer.allocate(1), WriteCondition.ALWAYS);
    }
    assertThat(root.resolve(WritingFolder.NAME)).isEmptyDirectory();
  }
}
