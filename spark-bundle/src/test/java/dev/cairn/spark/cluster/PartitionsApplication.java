package dev.cairn.spark.cluster;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.spark.CheckpointedStage;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * An application that is submitted to a cluster: {@code CAIRN-URI S3A-URI RAW-URI PARTITIONS BYTES
 * ROUNDS}. It computes an RDD of random bytes, which do not get smaller, and keeps it in each of
 * several ways; those again and again, in an order that rotates, after a round 0 to warm up. Of
 * each it prints a line {@code took WAY ROUND NANOSECONDS}.
 */
public final class PartitionsApplication {
  /** Bytes of an element. */
  private static final int ELEMENT = 1 << 10;

  /** Partitions that a task of Cairn's computes, since they are small. */
  private static final int PER_TASK = 16;

  private PartitionsApplication() {}

  /**
   * Where partitions go, by URI.
   *
   * @param endpoint of the server of them all
   * @param region of that
   */
  record Places(String cairn, String s3a, URI raw, String endpoint, String region) {}

  /** The driver. */
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    try {
      var context = new JavaSparkContext(spark.sparkContext());
      var hadoop = context.hadoopConfiguration();
      var places =
          new Places(
              arguments[0],
              arguments[1],
              URI.create(arguments[2]),
              hadoop.get("fs.s3a.endpoint"),
              hadoop.get("fs.s3a.endpoint.region"));
      int partitions = Integer.parseInt(arguments[3]);
      int bytes = Integer.parseInt(arguments[4]);
      int rounds = Integer.parseInt(arguments[5]);
      var order = new ArrayList<>(Arrays.asList(Way.values()));
      for (int round = 0; round <= rounds; round++) {
        for (Way way : order) {
          JavaRDD<byte[]> rdd = random(context, partitions, bytes);
          long start = System.nanoTime();
          keep(rdd, way, places, round);
          System.out.printf("took %s %d %d%n", way, round, System.nanoTime() - start);
        }
        Collections.rotate(order, 1);
      }
    } finally {
      spark.stop();
    }
  }

  /** Returns when it is kept. */
  private static void keep(JavaRDD<byte[]> rdd, Way way, Places places, int round) {
    switch (way) {
      case ALONE -> rdd.count();
      case CAIRN ->
          CheckpointedStage.in(places.cairn())
              .process(new ProcessId("stage", "round-" + round))
              .codeVersion("1")
              .partitionsPerTask(PER_TASK)
              .rdd(rdd, Codecs.bytes());
      case RDD_CHECKPOINT -> {
        rdd.context().setCheckpointDir(places.s3a() + "/round-" + round);
        rdd.persist(StorageLevel.MEMORY_ONLY());
        rdd.checkpoint();
        rdd.count();
        rdd.unpersist(true);
      }
      case RAW_PUT ->
          rdd.foreachPartition(
              new RawPuts(places.endpoint(), places.region(), places.raw(), round));
    }
  }

  private static JavaRDD<byte[]> random(JavaSparkContext context, int partitions, int bytes) {
    List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
    return context
        .parallelize(numbers, partitions)
        .flatMap(
            number -> {
              var random = new SplittableRandom(number);
              return Stream.generate(
                      () -> {
                        var element = new byte[ELEMENT];
                        random.nextBytes(element);
                        return element;
                      })
                  .limit(bytes / ELEMENT)
                  .iterator();
            });
  }
}
