package dev.cairn.cli.demo;

import dev.cairn.examples.backtest.sweep.SweepEvent;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a driver is, as a bar where people look on, and as a line at each tenth elsewhere. The
 * time that is left is what the units that are missing take at the pace of those that this driver
 * has computed; what it restored cost nothing and says nothing.
 */
final class SweepBar implements AutoCloseable {
  private final PrintWriter err;
  private final boolean drawn;
  private @Nullable ProgressBar bar;
  private long startNanos;
  private long tenths = -1;

  SweepBar(PrintWriter err, boolean drawn) {
    this.err = err;
    this.drawn = drawn;
  }

  void show(SweepEvent event) {
    if (startNanos == 0) {
      startNanos = System.nanoTime();
    }
    if (drawn) {
      draw(event);
    } else if (10 * event.done() / event.units() > tenths) {
      tenths = 10 * event.done() / event.units();
      err.printf(
          "  %,6d of %,d units (%d %%), %,d restored%s%n",
          event.done(),
          event.units(),
          100 * event.done() / event.units(),
          event.restored(),
          left(event));
      err.flush();
    }
  }

  private void draw(SweepEvent event) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("  units")
              .setInitialMax(event.units())
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(200)
              .startsFrom(event.restored(), Duration.ZERO)
              .build();
    }
    bar.stepTo(event.done());
    bar.setExtraMessage(event.restored() > 0 ? " %,d restored".formatted(event.restored()) : "");
  }

  private String left(SweepEvent event) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    if (event.computed() == 0 || event.done() == event.units()) {
      return "";
    }
    return ", about %.0f s left"
        .formatted(seconds * (event.units() - event.done()) / event.computed());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
