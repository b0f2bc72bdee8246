package dev.cairn.spark.locality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.run.PartName;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.StoreReference;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class PartPlacesTest {
  private static final Place FIRST = new Place("10.0.0.1", "0");
  private static final Place SECOND = new Place("10.0.0.2", "1");

  private final PartPlaces places = new PartPlaces(true);

  @Test
  void preferred_nothingKnown_isNowhere() {
    assertThat(places.preferred(LongStream.of(1, 2))).isEmpty();
  }

  @Test
  void preferred_isTheExecutorThatHasReadMostOfTheParts() {
    places.haveBeenRead(List.of(1L, 2L, 3L), FIRST);
    places.haveBeenRead(List.of(4L, 5L), SECOND);
    assertThat(places.preferred(LongStream.of(2, 4, 5, 6))).containsExactly("executor_10.0.0.2_1");
    assertThat(places.preferred(LongStream.of(1, 2, 4))).containsExactly("executor_10.0.0.1_0");
  }

  @Test
  void preferred_readAgainElsewhere_isThere() {
    places.haveBeenRead(List.of(1L), FIRST);
    places.haveBeenRead(List.of(1L), SECOND);
    assertThat(places.preferred(LongStream.of(1))).containsExactly("executor_10.0.0.2_1");
  }

  @Test
  void preferred_executorIsGone_isForgotten() {
    places.haveBeenRead(List.of(1L, 2L), FIRST);
    places.haveBeenRead(List.of(3L), SECOND);
    places.forget("0");
    assertThat(places.preferred(LongStream.of(1, 2))).isEmpty();
    assertThat(places.preferred(LongStream.of(1, 2, 3))).containsExactly("executor_10.0.0.2_1");
  }

  @Test
  void preferred_schedulerWouldWait_isNowhere() {
    var unused = new PartPlaces(false);
    unused.haveBeenRead(List.of(1L), FIRST);
    assertThat(unused.preferred(LongStream.of(1))).isEmpty();
  }

  @Test
  void manyParts_aBoundedNumberIsKept() {
    places.haveBeenRead(LongStream.range(0, 3 * PartPlaces.MOST_PARTS).boxed().toList(), FIRST);
    assertThat(places.size()).isEqualTo(PartPlaces.MOST_PARTS);
  }

  @Test
  void neverWaits_everyLevelCounts() {
    assertThat(PartPlaces.neverWaits(new SparkConf(false))).isFalse();
    var none = new SparkConf(false).set("spark.locality.wait", "0");
    assertThat(PartPlaces.neverWaits(none)).isTrue();
    assertThat(PartPlaces.neverWaits(none.clone().set("spark.locality.wait.node", "1ms")))
        .isFalse();
    assertThat(PartPlaces.neverWaits(none.clone().set("spark.locality.wait.rack", "3s"))).isFalse();
    var each =
        new SparkConf(false)
            .set("spark.locality.wait.process", "0s")
            .set("spark.locality.wait.node", "0s")
            .set("spark.locality.wait.rack", "0s");
    assertThat(PartPlaces.neverWaits(each)).isTrue();
  }

  @Test
  void key_isAnotherOneForAnotherPartFolderOrStore() {
    var desk = new StoreReference("s3://desk/checkpoints");
    var part = new PartName(new UnitInterval(0, 9), "a1", "0123456789abcdef".repeat(4));
    var other = new PartName(new UnitInterval(10, 19), "a1", "fedcba9876543210".repeat(4));
    assertThat(
            List.of(
                PartPlaces.key(desk, "backtest/a/runs/1/", part),
                PartPlaces.key(desk, "backtest/a/runs/1/", other),
                PartPlaces.key(desk, "backtest/a/runs/2/", part),
                PartPlaces.key(new StoreReference("s3://flat"), "backtest/a/runs/1/", part)))
        .doesNotHaveDuplicates();
  }
}
