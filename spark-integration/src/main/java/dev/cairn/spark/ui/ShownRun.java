package dev.cairn.spark.ui;

import dev.cairn.spark.RunListener;
import dev.cairn.spark.RunProgress;
import java.time.Clock;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * A run on the page {@code Cairn} of Spark's user interface. For Cairn's own use: runs show
 * themselves. Where there is no user interface this does nothing, and nothing here ever fails.
 *
 * <p>Used by the thread of the run; the page is read by others at any time.
 */
public final class ShownRun implements RunListener {
  private final Optional<RunRows> page;
  private final Clock clock;
  private RunRow row;

  private ShownRun(Optional<RunRows> page, Clock clock, RunRow row) {
    this.page = page;
    this.clock = clock;
    this.row = row;
  }

  /**
   * Shows a run that begins; the first one of an application brings the page.
   *
   * @param process that the run is of
   * @param folder of its parts
   */
  public static ShownRun begin(
      SparkContext spark, String process, String folder, RunProgress progress) {
    return begin(CairnPages.of(spark), Clock.systemUTC(), process, folder, progress);
  }

  static ShownRun begin(
      Optional<RunRows> page, Clock clock, String process, String folder, RunProgress progress) {
    int number = page.map(RunRows::next).orElse(0);
    var run =
        new ShownRun(page, clock, RunRow.begun(number, process, folder, clock.instant(), progress));
    run.show(run.row);
    return run;
  }

  @Override
  public void progressed(RunProgress progress) {
    show(row.at(progress, clock.instant()));
  }

  /** The driver is done with the run. */
  public void ended(ShownState as, Optional<String> why, RunProgress progress) {
    show(row.ended(as, why, progress, clock.instant()));
  }

  private void show(RunRow now) {
    row = now;
    page.ifPresent(rows -> rows.put(now));
  }
}
