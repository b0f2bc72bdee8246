package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import dev.cairn.codec.Codec;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.locality.PartPlaces;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The results of a completed run, in the store. Nothing of them is held here: each use reads them,
 * and checks every byte against the digests in the log. Results that were restored and results that
 * were computed are the same.
 *
 * @param <R> the result of a unit
 */
public final class RunResult<R> {
  private static final int TASK_SLICES = 32;
  private static final int TASKS_PER_CORE = 4;

  private final JavaSparkContext spark;
  private final PartsReference parts;
  private final Codec<R> codec;
  private final List<PartSlice> slices;
  private final String digest;
  private final long version;
  private final long restored;

  RunResult(
      JavaSparkContext spark,
      PartsReference parts,
      Codec<R> codec,
      RunJournal.Completed completed,
      long restored) {
    this.spark = spark;
    this.parts = parts;
    this.codec = codec;
    this.slices = new PartListing(parts.units(), completed.parts(), 0).cover().slices();
    this.digest = completed.digest();
    this.version = completed.version();
    this.restored = restored;
  }

  /** The number of units. */
  public long units() {
    return parts.units();
  }

  /** Units whose results were in the store before this driver started. */
  public long restored() {
    return restored;
  }

  /** Units whose results this driver's tasks computed. */
  public long computed() {
    return units() - restored;
  }

  /**
   * The digest of all results in unit order, as 64 hexadecimal digits; see {@link
   * dev.cairn.run.ResultDigest}. Two runs with the same results have the same, however they were
   * cut into tasks and parts.
   */
  public String digest() {
    return digest;
  }

  /** The version of the checkpoint that completed the run. */
  public long version() {
    return version;
  }

  /**
   * The results in unit order, read by executors. Each action on it reads what it needs again,
   * unless the cache of its executor still has it or the RDD is persisted. With {@code
   * spark.locality.wait=0s} tasks go to the executors that read the same before.
   */
  public JavaRDD<R> asRdd() {
    int cores = TaskPlan.cores(spark);
    int perTask = Math.max(1, Math.min(TASK_SLICES, slices.size() / (cores * TASKS_PER_CORE)));
    List<String[]> groups =
        SliceGroups.of(slices, perTask, Long.MAX_VALUE).stream().map(SliceGroups::text).toList();
    return read(groups);
  }

  /** The results in unit order, those of each unit in a partition of their own. */
  JavaRDD<R> asRddByUnit() {
    List<String[]> groups =
        slices.stream()
            .flatMap(
                slice ->
                    LongStream.rangeClosed(slice.units().first(), slice.units().last())
                        .mapToObj(
                            unit -> new PartSlice(slice.part(), new UnitInterval(unit, unit))))
            .map(slice -> SliceGroups.text(List.of(slice)))
            .toList();
    return read(groups);
  }

  private JavaRDD<R> read(List<String[]> groups) {
    PartPlaces places = PartPlaces.of(spark.sc());
    return new SlicesRdd(spark.sc(), parts, groups, places)
        .toJavaRDD()
        .flatMap(new ReadSlices<>(parts, codec, places.report(spark.sc()).orElse(null)));
  }

  /**
   * The results in unit order as a Dataset, read by executors.
   *
   * @param encoder how Spark lays out a result, such as {@code Encoders.bean(Result.class)}; for
   *     results that are records see {@link #asTable}
   */
  public Dataset<R> asDataset(Encoder<R> encoder) {
    return session().createDataset(asRdd().rdd(), encoder);
  }

  /**
   * The results in unit order as a table, when they are records: a column for each component, in
   * their order. Components are numbers, booleans, strings, enums (by name) or such records (as
   * nested rows).
   *
   * @param type of the results
   * @throws InvalidRequestException when a component has another type
   */
  public Dataset<Row> asTable(Class<? extends Record> type) {
    StructType schema = RecordRows.schema(type);
    return session()
        .createDataFrame(asRdd().map(result -> RecordRows.row(type.cast(result))), schema);
  }

  /**
   * The results in unit order, read by this thread, one part in memory at a time.
   *
   * @throws dev.cairn.run.DamagedPartException from the stream, when a part was damaged since the
   *     run was completed
   */
  public Stream<R> stream() {
    RunParts store = parts.openCached();
    return slices.stream()
        .flatMap(slice -> store.read(slice).stream().map(result -> Decoded.of(codec, result)));
  }

  private SparkSession session() {
    return SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
  }

  @Override
  public String toString() {
    return "%d units, %d restored and %d computed, v%d, digest %s"
        .formatted(units(), restored(), computed(), version, digest);
  }
}
