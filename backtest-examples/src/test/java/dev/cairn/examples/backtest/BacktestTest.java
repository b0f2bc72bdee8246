package dev.cairn.examples.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.examples.backtest.engine.Costs;
import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.prices.DailyBar;
import dev.cairn.examples.backtest.prices.Period;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Grid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final long SEED = 42;

  private final Backtest backtest = Backtest.of(BacktestSettings.standard());
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void evaluate_aQuarterOfTheGrid_isPlausibleAndSurvivesJson() throws IOException {
    List<UnitResult> results = evaluateAll(LongStream.range(0, 1500).parallel());

    for (UnitResult result : results) {
      assertPlausible(result, result.inSample());
      assertPlausible(result, result.outOfSample());
      assertThat(json.readValue(json.writeValueAsBytes(result), UnitResult.class))
          .isEqualTo(result);
    }
    assertThat(results).extracting(UnitResult::unit).doesNotHaveDuplicates();
    assertThat(results).extracting(UnitResult::inSample).anyMatch(p -> p.sharpe() > 1);
    assertThat(results.stream().filter(result -> result.outOfSample().trades() > 0).count())
        .as("units that traded out of sample")
        .isGreaterThan(results.size() * 3L / 4);
  }

  @Test
  void evaluate_fourThreadsAtOnce_givesTheSameAsOne() {
    List<UnitResult> alone = evaluateAll(LongStream.range(0, 300));
    List<UnitResult> together = evaluateAll(LongStream.range(0, 300).parallel());

    assertThat(together).isEqualTo(alone);
  }

  @Test
  void evaluate_pinnedUnits_keepTheirResultsToTheLastBit() throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (UnitResult result : evaluateAll(LongStream.range(0, 60))) {
      digest.update(result.toString().getBytes(StandardCharsets.UTF_8));
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .as("results changed: raise Backtest.codeVersion(), or old parts would be mixed with new")
        .isEqualTo("28094b9d2b25f3fc268c9c2c21c62661740890cf6cbb31885140c168c0b7ca48");
  }

  @Test
  void evaluate_newBacktest_givesTheSame() {
    assertThat(Backtest.of(BacktestSettings.standard()).evaluate(77, random(77)))
        .isEqualTo(backtest.evaluate(77, random(77)));
  }

  @Test
  void evaluate_otherRandomNumbers_givesOtherFills() {
    UnitResult one = backtest.evaluate(10, random(10));
    UnitResult other = backtest.evaluate(10, random(11));

    assertThat(one.inSample().trades()).isEqualTo(other.inSample().trades()).isPositive();
    assertThat(one.inSample().totalReturn()).isNotEqualTo(other.inSample().totalReturn());
  }

  @Test
  void evaluate_higherCosts_earnLess() {
    BacktestSettings standard = BacktestSettings.standard();
    Backtest dear =
        Backtest.of(
            new BacktestSettings(
                standard.inSample(), standard.outOfSample(), new Costs(20, 30, 40)));
    long unit = unitOf("MSFT", Family.MACD_SIGNAL);

    assertThat(dear.evaluate(unit, random(unit)).inSample().totalReturn())
        .isLessThan(backtest.evaluate(unit, random(unit)).inSample().totalReturn());
  }

  @Test
  void evaluate_stockThatCameLater_hasAnEmptyInSample() {
    UnitResult result = backtest.evaluate(unitOf("FB", Family.RSI_REVERSION), random(1));

    assertThat(result.inSample()).isEqualTo(new Performance(0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(result.outOfSample().bars()).isEqualTo(196);
  }

  @Test
  void evaluate_unknownUnit_isRefused() {
    assertThatThrownBy(() -> backtest.evaluate(Grid.standard().size(), random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equityCurve_sameRandomNumbers_endsWhereTheResultDoes() {
    for (long unit = 0; unit < 40; unit++) {
      UnitResult result = backtest.evaluate(unit, random(unit));
      EquityCurve curve = backtest.equityCurve(unit, random(unit));

      assertThat(curve.points())
          .hasSize((int) (result.inSample().bars() + result.outOfSample().bars()));
      assertThat(last(curve).equity())
          .isCloseTo(
              (1 + result.inSample().totalReturn()) * (1 + result.outOfSample().totalReturn()),
              withinPercentage(1e-10));
    }
  }

  @Test
  void buyAndHold_isThePriceRatioFromTheFirstOpen() {
    EquityCurve curve = backtest.buyAndHold("IBM");
    DailyBar firstDay = StockPrices.shipped().history("IBM").bar(212);

    assertThat(firstDay.date()).isEqualTo(LocalDate.of(2001, 1, 2));
    assertThat(curve.points().get(0).date()).isEqualTo(firstDay.date());
    assertThat(last(curve).equity())
        .isCloseTo(
            StockPrices.shipped().history("IBM").bar(3269).close() / firstDay.open(),
            within(1e-12));
  }

  @Test
  void drawdowns_areMeasuredFromTheHighestSoFar() {
    EquityCurve curve =
        new EquityCurve(
            List.of(
                new EquityCurve.Point(LocalDate.of(2001, 1, 1), 0.5),
                new EquityCurve.Point(LocalDate.of(2001, 1, 2), 2),
                new EquityCurve.Point(LocalDate.of(2001, 1, 3), 1.5)));

    assertThat(curve.drawdowns()).containsExactly(0.5, 0.0, 0.25);
  }

  @Test
  void settings_overlappingPeriods_areRefused() {
    Period period = new Period(LocalDate.of(2001, 1, 1), LocalDate.of(2002, 1, 1));

    assertThatThrownBy(() -> new BacktestSettings(period, period, Costs.none()))
        .hasMessageContaining("must begin after");
  }

  @Test
  void settings_parameters_nameEverythingThatMatters() {
    assertThat(BacktestSettings.standard().parameters())
        .containsOnlyKeys(
            "in-sample", "out-of-sample", "commission-bp", "slippage-bp", "slippage-noise-bp")
        .containsEntry("in-sample", "2001-01-01/2009-12-31");
  }

  @Test
  void codeVersion_namesTheLibraryThatIsThere() {
    String implementation =
        org.ta4j.core.Strategy.class.getProtectionDomain().getCodeSource().getLocation().getPath();

    assertThat(Backtest.codeVersion()).contains(Grid.standard().digest());
    assertThat(implementation).endsWith("ta4j-core-0.17.jar");
    assertThat(Backtest.codeVersion()).contains("ta4j-0.17");
  }

  private List<UnitResult> evaluateAll(LongStream units) {
    return units.mapToObj(unit -> backtest.evaluate(unit, random(unit))).toList();
  }

  private static SplittableRandom random(long unit) {
    return new SplittableRandom(SEED + unit);
  }

  private static long unitOf(String ticker, Family family) {
    return LongStream.range(0, Grid.standard().size())
        .filter(unit -> Grid.standard().at(unit).ticker().equals(ticker))
        .filter(unit -> Grid.standard().at(unit).family() == family)
        .findFirst()
        .orElseThrow();
  }

  private static void assertPlausible(UnitResult result, Performance performance) {
    assertThat(performance.maximumDrawdown()).as("%s", result).isBetween(0.0, 1.0);
    assertThat(performance.exposure()).as("%s", result).isBetween(0.0, 1.0);
    assertThat(performance.totalReturn()).as("%s", result).isGreaterThan(-1);
    if (performance.trades() == 0) {
      assertThat(performance).isEqualTo(new Performance(performance.bars(), 0, 0, 0, 0, 0, 0, 0));
    }
  }

  private static EquityCurve.Point last(EquityCurve curve) {
    return curve.points().get(curve.points().size() - 1);
  }
}
