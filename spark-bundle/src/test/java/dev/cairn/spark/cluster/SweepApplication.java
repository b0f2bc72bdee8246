package dev.cairn.spark.cluster;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import dev.cairn.spark.UnitContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;

/**
 * An application that is submitted to a cluster: {@code STORE-URI PROCESS UNITS SCENE}. Its last
 * line of output tells what came out.
 */
public final class SweepApplication {
  private static final long SEED = 23;

  /** The result of a unit. */
  public record Draw(long unit, double sum) {}

  /** Of all codecs the one that needs most of the bundle. */
  private static final Codec<Draw> CODEC = Codecs.cbor(Draw.class);

  /** How it ends when another driver has taken over. */
  static final int FAILED = 3;

  private SweepApplication() {}

  /** The driver. */
  public static void main(String[] arguments) {
    var scene = new Scene(arguments[3]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    try {
      RunResult<Draw> result =
          SparkRun.on(spark)
              .store(arguments[0])
              .process(ProcessId.backtest(arguments[1]))
              .codeVersion("1")
              .units(Long.parseLong(arguments[2]))
              .seed(SEED)
              .commitInterval(Duration.ofMillis(200))
              .run(
                  CODEC,
                  (unit, context) -> {
                    scene.begin(unit);
                    scene.pass(unit);
                    return draw(context);
                  });
      System.out.println(
          "restored=%d computed=%d digest=%s"
              .formatted(result.restored(), result.computed(), result.digest()));
    } catch (CairnException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      spark.stop();
      System.exit(FAILED);
    } finally {
      spark.stop();
    }
  }

  /** The digest of an uninterrupted run, computed without Spark and without a store. */
  static String expectedDigest(int units) {
    var digest = new ResultDigest(units);
    digest.add(
        new UnitInterval(0, units - 1),
        ResultDigest.unitDigests(
            LongStream.range(0, units)
                .mapToObj(unit -> bytes(draw(UnitContext.of(SEED, unit))))
                .toList()));
    return digest.complete();
  }

  /** The first sums, each as Python's {@code float.hex} writes it, in a list of Python. */
  static String expectedSums(int units) {
    return LongStream.range(0, units)
        .mapToObj(unit -> draw(UnitContext.of(SEED, unit)).sum())
        .map(sum -> "'" + pythonHex(sum) + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Python writes all 13 digits of the fraction, and a sign of the exponent. */
  private static String pythonHex(double value) {
    String[] pieces = Double.toHexString(value).split("[.p]", -1);
    String exponent = pieces[2].startsWith("-") ? pieces[2] : "+" + pieces[2];
    return pieces[0] + "." + pieces[1] + "0".repeat(13 - pieces[1].length()) + "p" + exponent;
  }

  private static byte[] bytes(Draw draw) {
    try {
      return CODEC.toBytes(draw);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Draw draw(UnitContext context) {
    double sum = 0;
    for (int i = 0; i < 1_000; i++) {
      sum += context.random().nextGaussian();
    }
    return new Draw(context.unit(), sum);
  }
}
