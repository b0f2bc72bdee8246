package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.store.RequestKind;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunResultTest {
  private enum Side {
    LONG,
    SHORT
  }

  private record Costs(double fee, float slippage) {}

  private record Metrics(
      long unit, String symbol, Side side, double sharpe, Integer trades, boolean ok, Costs costs) {
    static Metrics of(long unit) {
      return new Metrics(
          unit,
          "S" + unit % 3,
          unit % 2 == 0 ? Side.LONG : Side.SHORT,
          -unit / 7.0,
          (int) unit,
          unit > 3,
          new Costs(unit * 0.1, 0.5f));
    }
  }

  private record Unfit(List<String> names) {}

  private final String name = UUID.randomUUID().toString();

  @Test
  void asTable_recordsOfAllKinds_oneColumnForEachComponent() {
    var table =
        run(50, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit))
            .asTable(Metrics.class);
    assertThat(table.schema().simpleString())
        .isEqualTo(
            "struct<unit:bigint,symbol:string,side:string,sharpe:double,trades:int,ok:boolean,"
                + "costs:struct<fee:double,slippage:float>>");
    assertThat(table.collectAsList().stream().map(row -> row.getLong(0)))
        .containsExactlyElementsOf(java.util.stream.LongStream.range(0, 50).boxed().toList());
    Row best = table.orderBy(table.col("sharpe").desc()).first();
    assertThat(best.getString(1)).isEqualTo("S0");
    assertThat(best.getString(2)).isEqualTo("LONG");
    assertThat(best.<Integer>getAs("trades")).isZero();
    assertThat(table.filter("costs.fee > 3.95 and ok and side = 'SHORT'").count()).isEqualTo(5);
  }

  @Test
  void asTable_componentWithoutColumn_saysWhich() {
    var result = run(2, Codecs.json(Unfit.class), (unit, context) -> new Unfit(List.of("a")));
    assertThatThrownBy(() -> result.asTable(Unfit.class))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("component names is a List");
  }

  @Test
  void asDataset_encoderOfSpark_sameResultsInOrder() {
    List<String> expected = Draws.expected(40, 0);
    var result = run(40, Codecs.utf8(), Draws::draw);
    assertThat(result.asDataset(Encoders.STRING()).collectAsList()).isEqualTo(expected);
  }

  @Test
  void asRdd_readTwice_secondTimeComesFromTheCache() {
    var rdd = run(40, Codecs.utf8(), Draws::draw).asRdd();
    List<String> once = rdd.collect();
    long gets = CountedStores.named(name).counts().count(RequestKind.GET);
    assertThat(rdd.collect()).isEqualTo(once);
    assertThat(CountedStores.named(name).counts().count(RequestKind.GET)).isEqualTo(gets);
  }

  private <R> RunResult<R> run(long units, Codec<R> codec, UnitFunction<R> function) {
    return SparkRun.on(LocalSpark.context(2))
        .store("counted:" + name)
        .process(ProcessId.backtest("results"))
        .codeVersion("1")
        .units(units)
        .tasksPerCore(4)
        .run(codec, function);
  }
}
