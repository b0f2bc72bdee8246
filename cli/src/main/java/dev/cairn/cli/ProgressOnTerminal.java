package dev.cairn.cli;

import dev.cairn.cli.demo.DemoConsole;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress as a bar. What is left is estimated by what this start has computed and the time that
 * took; restored units cost no time and do not count.
 */
final class ProgressOnTerminal implements DemoConsole {
  private static final int WIDTH = 100;

  private final PrintStream out;
  private final ProgressBarStyle style;
  private @Nullable ProgressBar bar;
  private @Nullable Line line;

  ProgressOnTerminal(PrintStream out, Charset charset) {
    this.out = out;
    this.style =
        charset.equals(StandardCharsets.UTF_8)
            ? ProgressBarStyle.UNICODE_BLOCK
            : ProgressBarStyle.ASCII;
  }

  @Override
  public void say(String line) {
    end();
    out.println(line);
  }

  @Override
  public void begin(String what, long restored, long units) {
    if (restored > 0) {
      say("Restored %s of %s units.".formatted(Shown.count(restored), Shown.count(units)));
    }
    line = new Line(out);
    bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(units)
            .startsFrom(restored, Duration.ZERO)
            .setStyle(style)
            .setUpdateIntervalMillis(200)
            .setConsumer(line)
            .build();
  }

  @Override
  public void done(long units) {
    if (bar != null) {
      bar.stepTo(units);
    }
  }

  @Override
  public void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    if (line != null && !line.ended) {
      line.close();
    }
    line = null;
  }

  /**
   * Where the bar is drawn. The library leaves the line open when a bar ends as soon as it began.
   */
  private static final class Line extends ConsoleProgressBarConsumer {
    private volatile boolean ended;

    Line(PrintStream out) {
      super(out, WIDTH);
    }

    @Override
    public void close() {
      ended = true;
      super.close();
    }
  }
}
