package dev.cairn.examples.backtest.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The top of the page: what was computed, what was restored, and the digest of it all. */
final class HeaderSection {
  private static final int SHORT_DIGEST = 16;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private HeaderSection() {}

  static Element of(ReportData data) {
    RunSummary run = data.run();
    return Element.of("header")
        .add(
            Element.styled("p", "eyebrow").text("Backtest report"),
            Element.of("h1", run.process()),
            lead(data),
            Element.styled("dl", "tiles").add(units(run), time(run), digest(run), store(run)));
  }

  private static Element lead(ReportData data) {
    RunSummary run = data.run();
    List<Life> lives = Life.of(data.timeline());
    long killed = lives.stream().filter(Life::killed).count();
    Element lead = Element.styled("p", "lead");
    lead.text("A sweep of ").add(Element.of("strong", Figures.count(run.units()) + " strategies"));
    if (killed == 0 && run.restored() == 0) {
      return lead.text(" over five stocks, computed without an interruption.");
    }
    lead.text(" over five stocks. ");
    if (killed > 0) {
      lead.text(
          "It was killed %s and went on: "
              .formatted(killed == 1 ? "once" : Figures.count(killed) + " times"));
    } else {
      lead.text("It was interrupted and went on: ");
    }
    lead.add(Element.of("strong", Figures.count(run.restored()) + " finished units were restored"))
        .text(
            ", and only the %s that were missing were computed."
                .formatted(Figures.count(run.computed())));
    return switch (run.verification()) {
      case NOT_COMPARED -> lead;
      case EQUAL -> lead.text(" The results equal those of an uninterrupted run, bit for bit.");
      case DIFFERENT -> lead.text(" The results differ from those of an uninterrupted run.");
    };
  }

  private static Element units(RunSummary run) {
    double restored = (double) run.restored() / run.units();
    double computed = (double) run.computed() / run.units();
    Element bar =
        Element.styled("span", "bar")
            .with("aria-hidden", "true")
            .add(share(restored), share(computed));
    String words =
        "%s restored (%s), %s computed"
            .formatted(
                Figures.count(run.restored()),
                Figures.wholePercent(restored),
                Figures.count(run.computed()));
    return tile("Units", Element.of("dd", Figures.count(run.units())).add(bar, detail(words)));
  }

  private static Element share(double fraction) {
    return Element.of("i").with("style", "width:" + Figures.coordinate(fraction * 100) + "%");
  }

  private static Element time(RunSummary run) {
    String finished = CLOCK.format(run.finished());
    return tile(
        "Time",
        Element.of("dd", Figures.seconds(run.seconds()))
            .add(
                detail(
                    "on %d core%s, finished %s UTC"
                        .formatted(run.cores(), run.cores() == 1 ? "" : "s", finished))));
  }

  private static Element digest(RunSummary run) {
    String digest = run.digest();
    Element value =
        Element.styled("span", "digest")
            .with("title", digest)
            .text(digest.substring(0, Math.min(SHORT_DIGEST, digest.length())));
    Element verification =
        switch (run.verification()) {
          case NOT_COMPARED -> detail("SHA-256 over all results, in unit order");
          case EQUAL -> detail("✓ equals an uninterrupted run").with("class", "detail verified");
          case DIFFERENT ->
              detail("✗ differs from an uninterrupted run").with("class", "detail differs");
        };
    return tile("Digest", Element.of("dd").add(value, verification));
  }

  private static Element store(RunSummary run) {
    return tile("Store", Element.of("dd").add(detail(run.store()).with("class", "detail store")));
  }

  private static Element tile(String name, Element value) {
    return Element.styled("div", "tile").add(Element.of("dt", name), value);
  }

  private static Element detail(String text) {
    return Element.styled("span", "detail").text(text);
  }
}
