package dev.cairn.spark.cluster;

import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.spark.RankCheckpoints;
import dev.cairn.spark.StoreReference;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Four ranks that add up numbers together, submitted to a cluster: {@code STORE-URI PROCESS SCENE}.
 * What a rank does in a step is the scene's unit {@code 10 * step + rank}. Its last line of output
 * tells where each rank last started, and its sum.
 */
public final class RanksApplication {
  static final int RANKS = 4;
  static final int STEPS = 6;

  private RanksApplication() {}

  /** The driver. */
  public static void main(String[] arguments) {
    var scene = new Scene(arguments[2]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    List<String> ended =
        RankCheckpoints.run(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            RANKS,
            new StoreReference(arguments[0]),
            ProcessId.training(arguments[1]),
            ranks -> sum(ranks, scene));
    System.out.println("ended=" + ended);
    spark.stop();
  }

  private static String sum(RankCheckpoints ranks, Scene scene) throws InterruptedException {
    scene.identify(ranks.rank());
    double[] sum =
        ranks
            .start()
            .map(last -> last.open().item("sum", Codecs.doubles()))
            .orElseGet(() -> new double[1]);
    for (long step = ranks.step(); step < STEPS; step++) {
      scene.begin(10 * step + ranks.rank());
      scene.pass(10 * step + ranks.rank());
      sum[0] +=
          ranks.exchange(Double.toString(share(step, ranks.rank()))).stream()
              .mapToDouble(Double::parseDouble)
              .sum();
      ranks.save(Progress.at(step + 1).of(STEPS), () -> State.of("sum", Codecs.doubles(), sum));
    }
    return ranks.step() + ":" + sum[0];
  }

  /** What all ranks have together in the end. */
  static double expected() {
    return LongStream.range(0, STEPS)
        .mapToDouble(step -> IntStream.range(0, RANKS).mapToDouble(rank -> share(step, rank)).sum())
        .sum();
  }

  private static double share(long step, int rank) {
    return (step + 1) * 100 + rank;
  }
}
