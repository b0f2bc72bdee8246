package dev.cairn.spark.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A query with a state, submitted to a cluster: {@code INPUT OUTPUT CHECKPOINT}. Files of trades
 * come in, one for each batch, and the traded volume of each symbol goes out, a file for each
 * batch. A batch that is repeated must say the same again.
 */
public final class VolumesApplication {
  private VolumesApplication() {}

  /** The driver; ends when all files are processed. */
  public static void main(String[] arguments) throws TimeoutException, StreamingQueryException {
    Path output = Path.of(arguments[1]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    spark
        .readStream()
        .option("maxFilesPerTrigger", 1)
        .text(arguments[0])
        .select(
            split(col("value"), ",").getItem(0).as("symbol"),
            split(col("value"), ",").getItem(1).cast("long").as("shares"))
        .groupBy("symbol")
        .agg(sum("shares").as("volume"))
        .writeStream()
        .outputMode("update")
        .option("checkpointLocation", arguments[2])
        .foreachBatch((Dataset<Row> batch, Long number) -> receive(batch, number, output))
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    spark.stop();
  }

  private static void receive(Dataset<Row> batch, long number, Path output) {
    List<String> lines =
        batch.collectAsList().stream()
            .map(row -> row.getString(0) + "=" + row.getLong(1))
            .sorted()
            .toList();
    Path file = output.resolve("%03d".formatted(number));
    try {
      if (Files.exists(file) && !Files.readAllLines(file).equals(lines)) {
        throw new IllegalStateException(
            "Batch %d was %s and now is %s".formatted(number, Files.readAllLines(file), lines));
      }
      Path aside = output.resolveSibling("aside");
      Files.write(aside, lines);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
