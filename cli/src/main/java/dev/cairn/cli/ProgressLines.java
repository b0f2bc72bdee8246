package dev.cairn.cli;

import dev.cairn.cli.demo.DemoConsole;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress where no person watches, as in a log: a line for each tenth of the units. What is left
 * is estimated by what this start has computed and the time that took; restored units cost no time
 * and do not count.
 */
final class ProgressLines implements DemoConsole {
  private static final int LINES = 10;

  private final PrintWriter out;
  private final LongSupplier nanos;
  private long restored;
  private long units;
  private long begun;
  private long shownTenths;

  ProgressLines(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void begin(String what, long alreadyDone, long all) {
    restored = alreadyDone;
    units = all;
    begun = nanos.getAsLong();
    shownTenths = alreadyDone * LINES / all;
    if (alreadyDone > 0) {
      say("Restored %s of %s units.".formatted(Shown.count(alreadyDone), Shown.count(all)));
    }
  }

  @Override
  public void done(long now) {
    long tenths = now * LINES / units;
    if (tenths <= shownTenths) {
      return;
    }
    shownTenths = tenths;
    say(
        String.format(
            Locale.ROOT,
            "%3d %%  %,d of %,d units%s",
            100 * now / units,
            now,
            units,
            now < units ? ", " + left(now) + " left" : ""));
  }

  @Override
  public void end() {
    // Every line has ended.
  }

  private String left(long now) {
    double each = (nanos.getAsLong() - begun) / (double) (now - restored);
    return Shown.duration(Duration.ofNanos((long) (each * (units - now))));
  }
}
