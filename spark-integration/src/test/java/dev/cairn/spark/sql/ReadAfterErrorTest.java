package dev.cairn.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.SparkRun;
import dev.cairn.spark.StoreReference;
import dev.cairn.spark.streaming.InjectedStores;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What readers of tables do when a caller goes on after an error. */
class ReadAfterErrorTest {
  private static final StructType TEXT = new StructType().add("value", DataTypes.StringType);
  private static final int ERRORS_TOLERATED = 5;

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final StoreReference reference = new StoreReference(InjectedStores.uri(store));
  private final RunParts parts = new RunParts(store, new KeyPrefix("p/"), 100);

  @Test
  void advance_aGetHasFailed_goesOnWithThatPart() {
    var bytes = texts(read(ResultLayout.Form.VALUE, TEXT));
    assertThat(bytes.advance()).isTrue();
    assertThat(bytes.advance()).isTrue();
    store.inject(RequestMatch.next(RequestKind.GET), Fault.lostRequest());
    assertThatThrownBy(bytes::advance).isInstanceOf(StoreUnavailableException.class);
    assertThat(bytes.advance()).isTrue();
    assertThat(bytes.unit()).isEqualTo(2);
    assertThat(new String(bytes.result(), StandardCharsets.UTF_8)).isEqualTo("two");
  }

  @Test
  void decodedNext_aGetHasFailed_goesOnThrowing() throws Exception {
    ResultRead read = read(ResultLayout.Form.VALUE, TEXT);
    try (var reader = new DecodedResultsReader(read, texts(read))) {
      store.inject(RequestMatch.next(RequestKind.GET).skipping(1), Fault.lostRequest());
      assertThatThrownBy(reader::next).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }
  }

  @Test
  void decodedNext_aResultDoesNotFit_goesOnThrowing() throws Exception {
    ResultRead read = read(ResultLayout.Form.JSON, new StructType().add("a", DataTypes.LongType));
    PartRead part = part(0, "{\"a\":0}", "{\"a\":\"no\"}", "{\"a\":2}");
    try (var reader = new DecodedResultsReader(read, new ResultBytes(read, List.of(part), null))) {
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }
  }

  @Test
  void arrowNext_aGetHasFailed_goesOnThrowing() throws Exception {
    ResultRead read = read(ResultLayout.Form.ARROW, TEXT);
    try (var reader = new ArrowResultsReader(read, texts(read))) {
      store.inject(RequestMatch.next(RequestKind.GET), Fault.lostRequest());
      assertThatThrownBy(reader::next).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(reader::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Earlier rows");
    }
  }

  @Test
  void table_functionGoesOnAfterAFailedRead_noRowHasAnotherUnit() {
    int units = 400;
    SparkSession spark = TestSession.get();
    SparkRun.on(spark)
        .store(reference.uri())
        .process(ProcessId.backtest("e"))
        .codeVersion("1")
        .units(units)
        .tasksPerCore(1)
        .partInterval(Duration.ZERO)
        .run(Codecs.utf8(), (unit, context) -> "r" + unit);
    Dataset<Row> table =
        spark
            .read()
            .format("cairn")
            .option("store", reference.uri())
            .option("process", "backtest/e")
            .load();
    store.inject(
        RequestMatch.next(RequestKind.GET).keyContaining(keyOfUnit(1)), Fault.lostRequest());
    MapPartitionsFunction<Row, String> tolerant = ReadAfterErrorTest::readInSpiteOfErrors;
    List<String> seen = table.mapPartitions(tolerant, Encoders.STRING()).collectAsList();
    assertThat(seen)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .isSubsetOf(IntStream.range(0, units).mapToObj(unit -> unit + "=r" + unit).toList());
  }

  private static Iterator<String> readInSpiteOfErrors(Iterator<Row> rows) {
    var seen = new ArrayList<String>();
    int errors = 0;
    while (errors < ERRORS_TOLERATED) {
      try {
        while (rows.hasNext()) {
          Row row = rows.next();
          seen.add(row.getLong(0) + "=" + row.getString(1));
        }
        return seen.iterator();
      } catch (Exception e) { // generated code throws checked exceptions that no signature names
        errors++;
      }
    }
    return seen.iterator();
  }

  /** The key of the part that begins with a unit. */
  private String keyOfUnit(long unit) {
    return store.list(ListRequest.objects(KeyPrefix.ROOT)).objects().stream()
        .map(object -> object.key().value())
        .filter(
            key ->
                PartName.parse(key.substring(key.lastIndexOf('/') + 1))
                    .filter(part -> part.units().first() == unit)
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  private ResultBytes texts(ResultRead read) {
    return new ResultBytes(read, List.of(part(0, "zero", "one"), part(2, "two", "three")), null);
  }

  private PartRead part(long first, String... results) {
    var units = new UnitInterval(first, first + results.length - 1);
    List<byte[]> bytes =
        Stream.of(results).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new PartRead(parts.write(units, "a", bytes), new ArrayList<>(List.of(units)));
  }

  private ResultRead read(ResultLayout.Form form, StructType columns) {
    return new ResultRead(reference, "p/", 100, "utf8", form, columns, -1);
  }
}
