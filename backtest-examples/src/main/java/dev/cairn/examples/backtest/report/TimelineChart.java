package dev.cairn.examples.backtest.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws how the units of a run got done: one stretch for each writer with an axis of its own, and
 * between two of them the gap in which nobody worked, of a fixed width, however long it was.
 */
final class TimelineChart {
  private static final Plot PLOT = new Plot(1040, 320, 62, 40, 24, 66);

  /** The width of a gap; narrower, and without words, when there are many. */
  private static final double WIDEST_GAP = 128;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<Life> lives;
  private final Scale up;
  private final double gapWidth;
  private final Element drawing;

  private TimelineChart(List<Life> lives, long units) {
    this.lives = lives;
    this.up = Scale.linear(0, (double) units, PLOT.innerBottom(), PLOT.innerTop());
    this.gapWidth = Math.min(WIDEST_GAP, PLOT.innerWidth() / 2 / Math.max(1, lives.size() - 1));
    this.drawing =
        PLOT.drawing(
            "timeline",
            "Units done over time",
            "%d process%s worked on the run, one after another."
                .formatted(lives.size(), lives.size() == 1 ? "" : "es"));
  }

  /**
   * The chart.
   *
   * @param timeline in order of time, at least one event
   * @param units of the whole run
   */
  static Element draw(List<TimelineEvent> timeline, long units) {
    return new TimelineChart(Life.of(timeline), units).draw();
  }

  private Element draw() {
    drawing.add(hatch());
    for (double tick : up.ticks(5)) {
      if (up.at(tick) - PLOT.innerTop() > 16) {
        drawing.add(PLOT.horizontalLine(up.at(tick), Figures.count((long) tick)));
      }
    }
    drawing.add(
        PLOT.horizontalLine(PLOT.innerTop(), Figures.count((long) up.high()))
            .with("class", "grid whole"));
    drawing.add(PLOT.verticalName("units done"));
    double seconds = lives.stream().mapToDouble(TimelineChart::seconds).sum();
    double room = PLOT.innerWidth() - gapWidth * (lives.size() - 1);
    double left = PLOT.innerLeft();
    List<Element> markers = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      Life life = lives.get(i);
      double right = left + room * seconds(life) / seconds;
      Scale across = Scale.linear(0, seconds(life), left, right);
      life(life, across);
      for (TimelineEvent event : life.events()) {
        markers.add(
            marker(event, across.at(secondsInto(life, event)), height(event)).titled(words(event)));
      }
      left = right;
      if (i + 1 < lives.size()) {
        gap(life, lives.get(i + 1), left);
        left += gapWidth;
      }
    }
    drawing.add(markers);
    legend();
    return drawing;
  }

  private void life(Life life, Scale across) {
    double left = across.start();
    double right = across.end();
    Element grid = Element.styled("g", "grid");
    for (double tick : across.ticks((int) Math.max(1, (right - left) / 90))) {
      double x = across.at(tick);
      grid.add(
          Plot.line(x, PLOT.innerTop(), x, PLOT.innerBottom()),
          Plot.text(x, PLOT.innerBottom() + 18, "middle", Figures.coordinate(tick) + " s"));
    }
    double start = height(life.first());
    PathData area = new PathData().to(left, PLOT.innerBottom()).to(left, start);
    drawing.add(
        grid,
        Plot.path(steps(area, life, across).to(right, PLOT.innerBottom()).close())
            .with("class", "done-area"),
        Plot.path(steps(new PathData().to(left, start), life, across))
            .with("class", "curve traded"));
  }

  private double height(TimelineEvent event) {
    return up.at((double) event.unitsDone());
  }

  /** Goes on along the units done, which rise at events and stay between them. */
  private PathData steps(PathData path, Life life, Scale across) {
    double height = height(life.first());
    for (TimelineEvent event : life.events()) {
      double x = across.at(secondsInto(life, event));
      path.to(x, height);
      height = height(event);
      path.to(x, height);
    }
    return path.to(across.end(), height);
  }

  private void gap(Life before, Life after, double left) {
    Duration length = Duration.between(before.end(), after.start());
    String what = before.killed() ? "killed" : "stopped";
    double middle = left + gapWidth / 2;
    Element gap =
        Element.styled("g", "gap")
            .add(
                Plot.rectangle(left, PLOT.innerTop(), gapWidth, PLOT.innerHeight())
                    .with("fill", "url(#hatch)"),
                Plot.line(left, PLOT.innerTop(), left, PLOT.innerBottom()));
    if (gapWidth == WIDEST_GAP) {
      String restart = Figures.duration(length) + " until restart";
      String kept = Figures.count(after.first().unitsDone()) + " units kept";
      gap.add(
          Plot.text(middle, PLOT.innerTop() + 24, "middle", what).with("class", "what"),
          Plot.text(middle, PLOT.innerTop() + 42, "middle", restart),
          Plot.text(middle, PLOT.innerBottom() - 12, "middle", kept));
    }
    drawing.add(
        gap.titled(
            "Process %d was %s at %s UTC with %s units done; process %d went on at %s UTC from %s"
                .formatted(
                    before.first().epoch(),
                    what,
                    clock(before.end()),
                    Figures.count(before.last().unitsDone()),
                    after.first().epoch(),
                    clock(after.start()),
                    Figures.count(after.first().unitsDone()))));
  }

  private static Element hatch() {
    return Element.of("defs")
        .add(
            Element.of("pattern")
                .with("id", "hatch")
                .with("width", 8)
                .with("height", 8)
                .with("patternUnits", "userSpaceOnUse")
                .with("patternTransform", "rotate(45)")
                .add(
                    Plot.rectangle(0, 0, 8, 8).with("class", "hatch-ground"),
                    Plot.rectangle(0, 0, 2, 8).with("class", "hatch-line")));
  }

  private void legend() {
    double y = PLOT.height() - 12;
    double x = PLOT.innerLeft();
    for (TimelineEvent.Kind kind : TimelineEvent.Kind.values()) {
      String name =
          switch (kind) {
            case CLAIM -> "a process opens the run (claim)";
            case COMMIT -> "checkpoint committed";
            case KILLED -> "SIGKILL";
            case COMPLETED -> "run complete";
          };
      drawing.add(
          Element.styled("g", "legend")
              .add(
                  marker(new TimelineEvent(Instant.EPOCH, kind, 0, 0, 0), x + 6, y - 4),
                  Plot.text(x + 20, y, "start", name)));
      x += 60 + 6.6 * name.length();
    }
  }

  private static Element marker(TimelineEvent event, double x, double y) {
    return switch (event.kind()) {
      case CLAIM ->
          Plot.path(new PathData().to(x, y - 6).to(x + 6, y).to(x, y + 6).to(x - 6, y).close())
              .with("class", "marker claim");
      case COMMIT -> Plot.circle(x, y, 3.5).with("class", "marker commit");
      case KILLED ->
          Element.styled("g", "marker killed")
              .add(
                  Plot.circle(x, y, 8),
                  Plot.line(x - 5, y - 5, x + 5, y + 5),
                  Plot.line(x - 5, y + 5, x + 5, y - 5));
      case COMPLETED ->
          Element.styled("g", "marker completed").add(Plot.circle(x, y, 7), Plot.path(check(x, y)));
    };
  }

  private static PathData check(double x, double y) {
    return new PathData().to(x - 3, y).to(x - 0.8, y + 2.6).to(x + 3.4, y - 2.6);
  }

  /** One event in a line of text. */
  static String words(TimelineEvent event) {
    String what =
        switch (event.kind()) {
          case CLAIM -> "opened by process " + event.epoch();
          case COMMIT -> "checkpoint of process " + event.epoch();
          case KILLED -> "process " + event.epoch() + " killed";
          case COMPLETED -> "completed by process " + event.epoch();
        };
    return "%s UTC: %s, %s units done%s"
        .formatted(
            clock(event.time()),
            what,
            Figures.count(event.unitsDone()),
            event.version() == 0 ? "" : ", log entry " + event.version());
  }

  static String clock(Instant time) {
    return CLOCK.format(time);
  }

  private static double secondsInto(Life life, TimelineEvent event) {
    return Duration.between(life.start(), event.time()).toNanos() / 1e9;
  }

  /** A life's length, long enough to be drawn. */
  private static double seconds(Life life) {
    return Math.max(0.1, life.length().toNanos() / 1e9);
  }
}
