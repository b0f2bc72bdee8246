package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {
  private static final int UNITS = 400;

  private static final ReportData KILLED =
      ReportFixture.data(
          ReportFixture.run("backtest/demo", UNITS, UNITS / 3),
          UNITS,
          ReportFixture.killedOnce(UNITS));

  @Test
  void render_killedRun_isWellFormedWithAllItsParts() throws Exception {
    Document page = parse(HtmlReport.render(KILLED));

    assertThat(texts(page, "h1")).containsExactly("backtest/demo");
    assertThat(texts(page, "h2"))
        .hasSize(5)
        .startsWith("Checkpoints", "Best strategies")
        .contains("What a good past was worth", "SMA crossover by fast and slow");
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(5);
    assertThat(page.getElementsByTagName("th").getLength()).isPositive();
  }

  @Test
  void render_drawings_areNamedAndDescribed() throws Exception {
    Document page = parse(HtmlReport.render(KILLED));
    List<String> ids = attributes(page, "*", "id").stream().filter(id -> !id.isEmpty()).toList();

    assertThat(ids).doesNotHaveDuplicates();
    for (String labels : attributes(page, "svg", "aria-labelledby")) {
      assertThat(ids).contains(labels.split(" "));
    }
    assertThat(texts(page, "desc")).allMatch(text -> text.length() > 20);
  }

  @Test
  void render_anything_needsNothingElse() {
    String page = HtmlReport.render(KILLED);

    assertThat(
            page.replace("http://www.w3.org/1999/xhtml", "")
                .replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "<script", "<link", "<img", "@import", "src=", "href=")
        .doesNotContain("NaN", "Infinity", "null");
  }

  @Test
  void render_styles_keepTheirQuotes() {
    assertThat(HtmlReport.render(KILLED)).contains("\"Segoe UI\"").doesNotContain("&quot;Segoe");
  }

  @Test
  void render_killedRun_showsTheGapAndWhatWasKept() throws Exception {
    String text = parse(HtmlReport.render(KILLED)).getDocumentElement().getTextContent();

    assertThat(text)
        .contains("It was killed once and went on: 133 finished units were restored")
        .contains("only the 267 that were missing were computed")
        .contains("3.0\u00A0s until restart")
        .contains("133 units kept")
        .contains("All 6 events");
  }

  @Test
  void render_uninterruptedRun_showsNoGap() throws Exception {
    ReportData data =
        ReportFixture.data(
            ReportFixture.run("backtest/demo", 50, 0), 50, ReportFixture.uninterrupted(50));
    String text = parse(HtmlReport.render(data)).getDocumentElement().getTextContent();

    assertThat(text).contains("computed without an interruption").doesNotContain("until restart");
  }

  @Test
  void render_killedManyTimes_drawsInsideThePicture() throws Exception {
    List<TimelineEvent> events = new ArrayList<>();
    for (int life = 0; life < 40; life++) {
      events.add(
          ReportFixture.event(life * 900L, TimelineEvent.Kind.CLAIM, life + 1, life + 1, life));
      events.add(
          ReportFixture.event(life * 900L + 300, TimelineEvent.Kind.KILLED, life + 1, 0, life + 1));
    }
    ReportData data = ReportFixture.data(ReportFixture.run("backtest/demo", 50, 40), 50, events);

    Document page = parse(HtmlReport.render(data));

    assertThat(page.getDocumentElement().getTextContent()).contains("It was killed 40 times");
    for (String x : attributes(page, "circle", "cx")) {
      assertThat(Double.parseDouble(x)).isBetween(0.0, 1040.0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void render_fewUnits_isStillAReport(int units) throws Exception {
    ReportData data =
        ReportFixture.data(ReportFixture.run("backtest/few", units, 0), units, List.of());

    assertThat(texts(parse(HtmlReport.render(data)), "h2")).contains("Best strategies");
  }

  @Test
  void render_nothingToChoose_saysWhy() {
    ReportData data = ReportFixture.data(ReportFixture.run("backtest/none", 1, 0), 1, List.of());

    assertThat(Ranking.best(List.of(ReportFixture.result(0, -1, 50, 1)), 5)).isEmpty();
    ReportData none =
        new ReportData(
            data.run(),
            data.settings(),
            List.of(ReportFixture.result(0, -1, 50, 1)),
            List.of(),
            List.of(),
            data.heatmap(),
            List.of());
    assertThat(HtmlReport.render(none)).contains("No unit of this run can be chosen");
  }

  @Test
  void render_hostileNames_areEscaped() throws Exception {
    String hostile = "<script>alert('&')</script>\"\u0001\uD800";
    RunSummary run = ReportFixture.run(hostile, UNITS, 0);
    String page =
        HtmlReport.render(
            new ReportData(
                run,
                KILLED.settings(),
                KILLED.results(),
                KILLED.best(),
                KILLED.comparisons(),
                KILLED.heatmap(),
                KILLED.timeline()));

    assertThat(page).doesNotContain("<script");
    assertThat(texts(parse(page), "h1"))
        .containsExactly("<script>alert('&')</script>\"\uFFFD\uFFFD");
  }

  @Test
  void render_twice_isTheSame() {
    assertThat(HtmlReport.render(KILLED)).isEqualTo(HtmlReport.render(KILLED));
  }

  @Test
  void render_comparedRun_saysHowItCompared() {
    RunSummary run = KILLED.run();
    for (RunSummary.Verification verification : RunSummary.Verification.values()) {
      RunSummary compared =
          new RunSummary(
              run.process(),
              run.store(),
              run.units(),
              run.restored(),
              run.computed(),
              run.cores(),
              run.seconds(),
              run.digest(),
              verification,
              run.finished());
      String page =
          HtmlReport.render(
              new ReportData(
                  compared,
                  KILLED.settings(),
                  KILLED.results(),
                  KILLED.best(),
                  KILLED.comparisons(),
                  KILLED.heatmap(),
                  KILLED.timeline()));

      assertThat(page.contains("✓ equals an uninterrupted run"))
          .isEqualTo(verification == RunSummary.Verification.EQUAL);
      assertThat(page.contains("✗ differs from an uninterrupted run"))
          .isEqualTo(verification == RunSummary.Verification.DIFFERENT);
    }
  }

  @Test
  void write_file_holdsThePage(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");

    HtmlReport.write(file, KILLED);

    assertThat(Files.readString(file)).isEqualTo(HtmlReport.render(KILLED));
  }

  private static Document parse(String page)
      throws ParserConfigurationException, SAXException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  private static List<String> texts(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  private static List<String> attributes(Document page, String tag, String attribute) {
    NodeList found = page.getElementsByTagName(tag);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      values.add(((Element) found.item(i)).getAttribute(attribute));
    }
    return values;
  }
}
