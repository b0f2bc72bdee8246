package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.UnitInterval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * A driver of its own: {@code STORE-URI CORES UNITS WORK LOG}. Each computed unit adds a line to
 * the file LOG; WORK is how long a unit takes, in thousands of random draws. Its last line of
 * output tells what came out.
 */
final class SweepDriver {
  static final ProcessId PROCESS = ProcessId.backtest("sweep");
  static final long SEED = 11;

  /** What goes wrong in it. */
  enum Mishap {
    NONE,
    /** From half of the units on, a unit takes for ever. */
    STUCK,
    /** The JVM dies, as if killed, when all results are stored and the check of them begins. */
    DIES_BEFORE_VERIFICATION
  }

  private SweepDriver() {}

  public static void main(String[] arguments) {
    long units = Long.parseLong(arguments[2]);
    String log = arguments[3];
    Mishap mishap = Mishap.valueOf(arguments[4]);
    var spark = LocalSpark.context(Integer.parseInt(arguments[1]));
    try {
      RunResult<String> result =
          SparkRun.on(spark)
              .store(arguments[0])
              .process(PROCESS)
              .codeVersion("1")
              .units(units)
              .seed(SEED)
              .partInterval(Duration.ofMillis(100))
              .commitInterval(Duration.ofMillis(250))
              .listener(progress -> endAt(progress, mishap))
              .run(
                  Codecs.utf8(),
                  (unit, context) -> {
                    if (mishap == Mishap.STUCK && unit >= units / 2) {
                      new CountDownLatch(1).await();
                    }
                    note(log, unit);
                    return draw(context.random());
                  });
      System.out.println(
          "restored=%d computed=%d digest=%s"
              .formatted(result.restored(), result.computed(), result.digest()));
    } catch (CairnException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      System.exit(3);
    } finally {
      spark.stop();
    }
  }

  private static void endAt(RunProgress progress, Mishap mishap) {
    if (mishap == Mishap.DIES_BEFORE_VERIFICATION
        && progress.phase() == RunProgress.Phase.VERIFYING) {
      Runtime.getRuntime().halt(137);
    }
  }

  /** The result of a unit; takes some milliseconds. */
  static String draw(RandomGenerator random) {
    double sum = 0;
    for (int i = 0; i < 300_000; i++) {
      sum += random.nextGaussian();
    }
    return Double.toString(sum);
  }

  /** The digest of all results, computed without Spark and without a store. */
  static String expectedDigest(int units) {
    var digest = new ResultDigest(units);
    digest.add(
        new UnitInterval(0, units - 1),
        ResultDigest.unitDigests(
            LongStream.range(0, units)
                .mapToObj(unit -> draw(UnitContext.of(SEED, unit).random()).getBytes(UTF_8))
                .toList()));
    return digest.complete();
  }

  private static void note(String log, long unit) {
    try {
      Files.writeString(
          Path.of(log), unit + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
