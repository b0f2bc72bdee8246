package dev.cairn.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.streaming.CairnCheckpointFileManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/**
 * What the manager that Spark takes by itself for {@code s3a://} does where Cairn's is told to do
 * better, on a real S3 server. Prints it; needs hadoop-aws on the class path, so {@link
 * StockManagerTest} runs it in a process of its own.
 */
public final class ManagerComparison {
  private ManagerComparison() {}

  /** Needs no arguments. */
  public static void main(String[] arguments) throws Exception {
    S3TestServer server = S3TestServer.shared();
    String bucket = server.newStore(ManagerComparison.class).substring("s3://".length());
    try (var proxy = new FaultyProxy(server.endpoint())) {
      System.setProperty("aws.endpointUrl", proxy.endpoint().toString());
      var settings = new Configuration();
      settings.set("fs.s3a.endpoint", proxy.endpoint().toString());
      settings.set("fs.s3a.endpoint.region", server.region().id());
      settings.set("fs.s3a.path.style.access", "true");
      settings.set("fs.s3a.access.key", server.credentials().resolveCredentials().accessKeyId());
      settings.set(
          "fs.s3a.secret.key", server.credentials().resolveCredentials().secretAccessKey());
      compare("Spark's own, s3a://", proxy, new Path("s3a://" + bucket + "/stock"), settings);
      var cairn = new Configuration(settings);
      cairn.set(
          "spark.sql.streaming.checkpointFileManagerClass",
          CairnCheckpointFileManager.class.getName());
      cairn.set("spark.cairn.streaming.patience", "2s");
      compare("Cairn's, s3://", proxy, new Path("s3://" + bucket + "/cairn"), cairn);
    }
    System.exit(0); // clients have threads of their own
  }

  private static void compare(String name, FaultyProxy proxy, Path root, Configuration settings)
      throws Exception {
    CheckpointFileManager first = CheckpointFileManager.create(root, settings);
    CheckpointFileManager second = CheckpointFileManager.create(root, settings);
    first.mkdirs(new Path(root, "offsets"));
    write(first, new Path(root, "offsets/0"), "warm"); // connections, and what is found out once
    System.out.println(name + ":");
    System.out.println("  requests for one entry of a log: " + requests(proxy, first, root));
    System.out.println("  two writers of one entry: " + race(proxy, first, second, root));
    System.out.println(
        "  the answer to the last request is lost: "
            + withFault(proxy, first, new Path(root, "offsets/3"), 1, new Fault.DroppedAfter()));
    System.out.println(
        "  the last request is refused: "
            + withFault(
                proxy,
                first,
                new Path(root, "offsets/4"),
                Integer.MAX_VALUE,
                Fault.Answered.error(403, "AccessDenied")));
  }

  private static Map<String, Long> requests(
      FaultyProxy proxy, CheckpointFileManager files, Path root) throws IOException {
    int before = proxy.requests().size();
    write(files, new Path(root, "offsets/1"), "entry");
    var counts = new TreeMap<String, Long>();
    proxy.requests().stream().skip(before).forEach(m -> counts.merge(m, 1L, Long::sum));
    return counts;
  }

  /** The first writer's last request waits before the server sees it until the second is done. */
  private static String race(
      FaultyProxy proxy, CheckpointFileManager first, CheckpointFileManager second, Path root)
      throws Exception {
    Path entry = new Path(root, "offsets/2");
    var reached = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var isFirst = new AtomicBoolean(true);
    proxy.always(
        sent -> {
          if (publishes("/offsets/2").test(sent) && isFirst.compareAndSet(true, false)) {
            reached.countDown();
            uninterruptibly(release);
          }
          return new Fault.None();
        });
    var slow = CompletableFuture.supplyAsync(() -> outcome(() -> write(first, entry, "first")));
    reached.await();
    String fast = outcome(() -> write(second, entry, "second"));
    release.countDown();
    String late = slow.get();
    proxy.always(sent -> new Fault.None());
    return "the first %s, the second %s, and the entry says '%s'"
        .formatted(late, fast, read(second, entry));
  }

  /** What becomes of an entry when so many of the requests that would make it go wrong. */
  private static String withFault(
      FaultyProxy proxy, CheckpointFileManager files, Path entry, int times, Fault fault)
      throws IOException {
    var left = new AtomicInteger(times);
    proxy.always(
        sent ->
            publishes("/offsets/" + entry.getName()).test(sent) && left.getAndDecrement() > 0
                ? fault
                : new Fault.None());
    String outcome = outcome(() -> write(files, entry, "mine"));
    proxy.always(sent -> new Fault.None());
    List<String> all =
        Arrays.stream(files.list(entry.getParent()))
            .map(status -> status.getPath().getName())
            .toList();
    return "%s, the entry is %s, files besides the entries: %d"
        .formatted(
            outcome,
            all.contains(entry.getName()) ? "there" : "not there",
            all.stream().filter(file -> !file.matches("[0-9]")).count());
  }

  /** The put or copy that makes the entry. */
  private static Predicate<FaultyProxy.Sent> publishes(String entry) {
    return sent -> sent.method().equals("PUT") && sent.target().split("\\?", -1)[0].endsWith(entry);
  }

  private static void write(CheckpointFileManager files, Path path, String text)
      throws IOException {
    var out = files.createAtomic(path, false);
    try {
      out.write(text.getBytes(UTF_8));
      out.close();
    } catch (IOException e) {
      out.cancel();
      throw e;
    }
  }

  private static String read(CheckpointFileManager files, Path path) throws IOException {
    try (var in = files.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static String outcome(Action action) {
    try {
      action.run();
      return "succeeds";
    } catch (IOException e) {
      return "fails with " + e.getClass().getSimpleName();
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
