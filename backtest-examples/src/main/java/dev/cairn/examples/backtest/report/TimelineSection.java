package dev.cairn.examples.backtest.report;

import java.util.List;

/** How the run got done: the chart of its checkpoints, and each of them in a table. */
final class TimelineSection {
  private TimelineSection() {}

  static Element of(ReportData data) {
    return HtmlReport.section(
        "Checkpoints",
        "Units known to be done, by the clock of each process. A process that is killed loses no"
            + " finished unit: the next one finds them in the store and goes on.",
        List.of(TimelineChart.draw(data.timeline(), data.run().units()), details(data)));
  }

  private static Element details(ReportData data) {
    Element rows = Element.of("tbody");
    for (TimelineEvent event : data.timeline()) {
      rows.add(
          Element.of("tr")
              .add(
                  Element.of("td", TimelineChart.clock(event.time())),
                  Element.of("td", what(event)),
                  number(Long.toString(event.epoch())),
                  number(event.version() == 0 ? "–" : Long.toString(event.version())),
                  number(Figures.count(event.unitsDone()))));
    }
    Element head =
        Element.of("thead")
            .add(
                Element.of("tr")
                    .add(
                        heading("Time (UTC)"),
                        heading("Event"),
                        heading("Epoch").with("class", "number"),
                        heading("Log entry").with("class", "number"),
                        heading("Units done").with("class", "number")));
    return Element.of("details")
        .add(
            Element.of("summary", "All %d events".formatted(data.timeline().size())),
            Element.styled("div", "scroll")
                .add(
                    Element.of("table")
                        .add(Element.of("caption", "All events of the run"), head, rows)));
  }

  private static String what(TimelineEvent event) {
    return switch (event.kind()) {
      case CLAIM -> "opened";
      case COMMIT -> "checkpoint";
      case KILLED -> "killed";
      case COMPLETED -> "completed";
    };
  }

  private static Element heading(String text) {
    return Element.of("th", text).with("scope", "col");
  }

  private static Element number(String text) {
    return Element.styled("td", "number").text(text);
  }
}
