package dev.cairn.spark.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spark.RunProgress;
import dev.cairn.spark.RunProgress.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ShownRunTest {
  private static final Instant START = Instant.parse("2026-11-24T18:00:00Z");

  private final RunRows rows = new RunRows();

  @Test
  void rows_runsThatGoOnComeFirstAndTheNewestOfEach() {
    var first = begin("a");
    var second = begin("b");
    begin("c");
    begin("d");
    second.ended(ShownState.COMPLETED, Optional.empty(), computed(10));
    first.ended(ShownState.FAILED, Optional.of("no price"), computed(5));
    assertThat(rows.newestFirst()).extracting(RunRow::process).containsExactly("d", "c", "b", "a");
  }

  @Test
  void rows_manyRunsEnded_lastOnesAreKeptAndAllThatGoOn() {
    begin("goes on");
    for (int i = 1; i <= 3 * RunRows.MOST_ENDED; i++) {
      begin("run " + i).ended(ShownState.COMPLETED, Optional.empty(), computed(10));
    }
    List<RunRow> left = rows.newestFirst();
    assertThat(left).hasSize(1 + RunRows.MOST_ENDED);
    assertThat(left.get(0).process()).isEqualTo("goes on");
    assertThat(left.get(1).process()).isEqualTo("run " + 3 * RunRows.MOST_ENDED);
  }

  @Test
  void committed_isWhenTheVersionWasFirstHeardOf() {
    RunRow row = RunRow.begun(1, "p", "f", START, computed(0));
    assertThat(row.committed()).isEmpty();
    row = row.at(committed(1, 7), START.plusSeconds(10));
    row = row.at(committed(2, 7), START.plusSeconds(15));
    assertThat(row.committed()).contains(START.plusSeconds(10));
    row = row.ended(ShownState.COMPLETED, Optional.empty(), committed(9, 8), START.plusSeconds(20));
    assertThat(row.committed()).contains(START.plusSeconds(20));
    assertThat(row.lasted(START.plusSeconds(99))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void html_everyTextIsEscaped() {
    String probe = "<img src=x onerror=alert(1)>";
    var row =
        RunRow.begun(1, probe, probe, START, computed(3))
            .ended(ShownState.FENCED, Optional.of(probe), computed(3), START);
    String html = new RunsHtml(START, ZoneOffset.UTC).of(List.of(row), true);
    assertThat(html.split("&lt;img src=x onerror=alert\\(1\\)&gt;", -1)).hasSize(5);
    assertThat(html)
        .doesNotContain("<img")
        .contains("taken over</span>", "3 of 10 (30 %)", "2026/11/24 18:00:00");
  }

  @Test
  void html_verifying_saysHowFarAndHowLongItTakes() {
    var progress =
        new RunProgress(
            Phase.VERIFYING,
            5985,
            2444,
            3541,
            985,
            96,
            2,
            OptionalLong.of(12),
            OptionalDouble.of(0.5));
    var row = RunRow.begun(1, "backtest/demo", "f", START, progress);
    String html = new RunsHtml(START.plusSeconds(7500), ZoneOffset.UTC).of(List.of(row), true);
    assertThat(html)
        .contains(
            "running</span> verifying, 985 of 5,985 read back",
            "5,985 of 5,985 (100 %)",
            ">2,444<",
            ">3,541<",
            ">96, and 2 discarded<",
            ">0.5 units/s<",
            ">2 h 46 min<",
            "<br>for 2 h 5 min<",
            ">v12<");
  }

  @Test
  void html_folderOfARun_isShownByItsEndAndTheBeginningOfTheFingerprint() {
    String folder = "backtest/demo/runs/" + "590364a20a2c5fdf".repeat(4) + "-2/";
    var row = RunRow.begun(1, "backtest/demo", folder, START, computed(3));
    assertThat(new RunsHtml(START, ZoneOffset.UTC).of(List.of(row), true))
        .contains("title=\"" + folder + "\">590364a20a2c...-2</span>");
  }

  @Test
  void duration_isInItsTwoLargestUnits() {
    assertThat(RunsHtml.duration(Duration.ofMillis(900))).isEqualTo("0 s");
    assertThat(RunsHtml.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(RunsHtml.duration(Duration.ofSeconds(3599))).isEqualTo("59 min 59 s");
    assertThat(RunsHtml.duration(Duration.ofHours(50))).isEqualTo("2 d 2 h");
  }

  @Test
  void page_classesOfSparkAreOthers_runGoesOnWithoutIt() {
    Optional<RunRows> none =
        CairnPages.of(
            () -> {
              throw new NoSuchMethodError("headerSparkPage");
            });
    assertThat(none).isEmpty();
    var run = ShownRun.begin(none, Clock.systemUTC(), "p", "f", computed(0));
    run.progressed(computed(1));
    run.ended(ShownState.COMPLETED, Optional.empty(), computed(10));
  }

  private ShownRun begin(String process) {
    return ShownRun.begin(
        Optional.of(rows), Clock.fixed(START, ZoneOffset.UTC), process, "folder", computed(0));
  }

  private static RunProgress computed(long units) {
    return new RunProgress(
        Phase.COMPUTING, 10, 0, units, 0, 1, 0, OptionalLong.empty(), OptionalDouble.empty());
  }

  private static RunProgress committed(long units, long version) {
    return new RunProgress(
        Phase.COMPUTING, 10, 0, units, 0, 1, 0, OptionalLong.of(version), OptionalDouble.empty());
  }
}
