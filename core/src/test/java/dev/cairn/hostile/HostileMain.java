package dev.cairn.hostile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Feeds inputs of all kinds, in a JVM with little memory: {@code HostileMain <inputs> <seed>
 * <folder> [<kinds>]}. It prints a line for each kind and ends with 1 at the first input that is
 * not answered as it should be, with what makes it again.
 */
final class HostileMain {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private HostileMain() {}

  public static void main(String[] args) throws IOException {
    int inputs = Integer.parseInt(args[0]);
    long seed = Long.parseLong(args[1]);
    Example example = Example.small();
    Map<String, Source> sources = new LinkedHashMap<>();
    sources.put("entries", new HostileEntries(example));
    sources.put("pages", new HostilePages(Example.withPages()));
    sources.put("chunks", new HostileChunks(example));
    sources.put("parts", new HostileParts(example));
    sources.put("exports", new HostileExports(example, Path.of(args[2])));
    sources.put("names", new HostileNames(example));
    sources.put("uris", new HostileUris());
    sources.put("items", new HostileItems());
    if (args.length > 3) {
      sources.keySet().retainAll(Set.of(args[3].split(",", -1)));
    }
    int each = 1 + (inputs - 1) / sources.size();
    AtomicReference<String> now = new AtomicReference<>("nothing yet");
    watch(now);
    for (Map.Entry<String, Source> source : sources.entrySet()) {
      Answers answers = new Answers();
      for (long number = seed; number < seed + each; number++) {
        String what = source.getKey() + ", seed " + number;
        now.set(what);
        try {
          source.getValue().feed(new SplittableRandom(number), answers);
        } catch (IOException | RuntimeException | Error e) {
          System.out.println("FAILED " + what + ": " + e);
          e.printStackTrace();
          System.exit(1);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%,d %s (%,d values, %,d errors)%n",
          each,
          source.getKey(),
          answers.values(),
          answers.errors());
    }
    System.exit(0);
  }

  /** Ends the process when one input takes so long that it is a hang. */
  private static void watch(AtomicReference<String> now) {
    Thread watch =
        new Thread(
            () -> {
              while (true) {
                String before = now.get();
                LockSupport.parkNanos(LONGEST.toNanos());
                if (Objects.equals(before, now.get())) {
                  System.out.println("FAILED " + before + ": it hangs");
                  Runtime.getRuntime().halt(1);
                }
              }
            },
            "hang-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
