package dev.cairn.examples.backtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The report of a sweep as one HTML file that needs nothing else: no network, no script, charts and
 * styles inside. It follows the reader's light or dark preference, is well-formed XML, and escapes
 * everything that it was given.
 */
public final class HtmlReport {
  private static final String STYLES = "report.css";

  private HtmlReport() {}

  /**
   * Writes the report. Not atomic: a reader may see a part of it while it is written.
   *
   * @param file to write or replace; its folder must exist
   * @throws IOException when it cannot be written
   */
  public static void write(Path file, ReportData data) throws IOException {
    Files.writeString(file, render(data), StandardCharsets.UTF_8);
  }

  /** The report as text, to be written as UTF-8. The same data gives the same text. */
  public static String render(ReportData data) {
    Element page =
        Element.of("html")
            .with("xmlns", "http://www.w3.org/1999/xhtml")
            .with("lang", "en")
            .add(head(data), Element.of("body").add(main(data)));
    return "<!DOCTYPE html>\n" + page + "\n";
  }

  private static Element head(ReportData data) {
    return Element.of("head")
        .add(
            Element.of("meta").with("charset", "UTF-8"),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("title", data.run().process() + " – backtest report"),
            Element.of("style", styles()));
  }

  private static Element main(ReportData data) {
    Element main = Element.of("main").add(HeaderSection.of(data));
    if (!data.timeline().isEmpty()) {
      main.add(TimelineSection.of(data));
    }
    main.add(BestSection.of(data.best()));
    data.comparisons().forEach(comparison -> main.add(comparison(comparison)));
    main.add(sharpe(data));
    main.add(heatmap(data));
    return main.add(FooterSection.of(data));
  }

  private static Element comparison(Comparison comparison) {
    return section(
        "%s: %s".formatted(comparison.ticker(), comparison.strategy()),
        "The best strategy by in-sample Sharpe ratio against buying and holding the same stock, on"
            + " a logarithmic scale. What is shaded came after the choice. The strategy pays costs"
            + " and slippage, buy and hold pays nothing.",
        List.of(EquityChart.draw(comparison), DrawdownChart.draw(comparison)));
  }

  private static Element sharpe(ReportData data) {
    return section(
        "What a good past was worth",
        "Each dot is one unit. If choosing by the past worked, the dots would lie along the dashed"
            + " line.",
        List.of(SharpeChart.draw(data.results(), data.best())));
  }

  private static Element heatmap(ReportData data) {
    Heatmap heatmap = data.heatmap();
    return section(
        "%s by %s and %s"
            .formatted(heatmap.family().label(), heatmap.up().name(), heatmap.across().name()),
        "Mean Sharpe ratio over the stocks. A broad patch of one colour is a finding; a lone bright"
            + " cell is luck, and it seldom shines in both halves.",
        List.of(HeatmapChart.draw(heatmap)));
  }

  /** A section of the page with a heading, what to look for, and its content. */
  static Element section(String heading, String note, List<Element> content) {
    return Element.of("section")
        .add(Element.of("h2", heading), Element.styled("p", "note").text(note))
        .add(content);
  }

  private static String styles() {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLES)) {
      if (in == null) {
        throw new IllegalStateException(STYLES + " is not on the class path: use the complete jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(STYLES + " cannot be read: use the complete jar", e);
    }
  }
}
