package dev.cairn.spark.ui;

import dev.cairn.spark.RunProgress;
import dev.cairn.spark.RunProgress.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import scala.xml.Utility;

/**
 * Runs as a table of HTML, in the style sheets of Spark's user interface. All text goes through
 * {@link #text}, wherever it comes from.
 *
 * @param now the time that the page is for
 * @param zone in which times are shown
 */
record RunsHtml(Instant now, ZoneId zone) {
  /** The parameter of the page that, when it is {@code off}, keeps it as it is. */
  static final String REFRESH = "refresh";

  private static final int REFRESH_SECONDS = 5;

  /** Spark's own form. */
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private static final List<String> COLUMNS =
      List.of(
          "Run",
          "State",
          "Units done",
          "Restored",
          "Computed",
          "Parts",
          "Pace",
          "Left",
          "Last commit",
          "Started");

  /**
   * The content of the page.
   *
   * @param refresh whether a browser is to load it again and again while a run goes on
   */
  String of(List<RunRow> rows, boolean refresh) {
    var html = new StringBuilder();
    if (rows.stream().anyMatch(RunRow::isRunning)) {
      html.append(
          refresh
              ? "<meta http-equiv=\"refresh\" content=\"%d\"><p>Loaded anew every %d seconds while a run goes on. <a href=\"?%s=off\">Keep it as it is</a></p>"
                  .formatted(REFRESH_SECONDS, REFRESH_SECONDS, REFRESH)
              : "<p><a href=\"?\">Load it anew every %d seconds</a></p>"
                  .formatted(REFRESH_SECONDS));
    }
    html.append(
        "<table class=\"table table-bordered table-hover table-sm align-middle\" id=\"cairn-runs\"><thead><tr>");
    COLUMNS.forEach(column -> html.append("<th>").append(text(column)).append("</th>"));
    html.append("</tr></thead><tbody>");
    rows.forEach(row -> append(html, row));
    return html.append("</tbody></table>")
        .append(
            "<p class=\"text-secondary small\">Units of a running task count when it ends. Restored units were in the store when this driver began. The last %d runs that ended are kept; <a href=\"json/\">as JSON</a>.</p>"
                .formatted(RunRows.MOST_ENDED))
        .toString();
  }

  private void append(StringBuilder html, RunRow row) {
    RunProgress progress = row.progress();
    boolean running = row.isRunning();
    html.append("<tr>");
    cell(html, name(row));
    cell(html, state(row));
    cell(html, done(progress));
    number(html, format("%,d", progress.restored()));
    number(html, format("%,d", progress.computed()));
    number(
        html,
        progress.damaged() == 0
            ? format("%,d", progress.parts())
            : format("%,d, and %,d discarded", progress.parts(), progress.damaged()));
    number(html, running ? pace(progress) : "");
    number(html, running ? progress.remaining().map(RunsHtml::duration).orElse("") : "");
    cell(html, commit(row));
    cell(html, time(row.started()) + "<br>for " + duration(row.lasted(now)));
    html.append("</tr>");
    row.why()
        .ifPresent(
            why ->
                html.append(
                    format(
                        "<tr><td class=\"small\" colspan=\"%d\">%s</td></tr>",
                        COLUMNS.size(), text(why))));
  }

  private static String name(RunRow row) {
    return format(
        "<strong>%s</strong><br><span class=\"text-secondary small text-nowrap\" title=\"%s\">%s</span>",
        text(row.process()), text(row.folder()), text(shortName(row.folder())));
  }

  private String commit(RunRow row) {
    return row.progress().lastCommit().isEmpty()
        ? ""
        : "v"
            + row.progress().lastCommit().getAsLong()
            + row.committed().map(at -> "<br>" + time(at)).orElse("");
  }

  /** The last folder, and of the fingerprint in its name the beginning. */
  private static String shortName(String folder) {
    String name = folder.replaceFirst("/$", "").replaceFirst(".*/", "");
    return name.replaceFirst("^([0-9a-f]{12})[0-9a-f]{52}", "$1...");
  }

  private static String state(RunRow row) {
    RunProgress progress = row.progress();
    String doing =
        switch (progress.phase()) {
          case COMPUTING -> " computing";
          case VERIFYING ->
              format(" verifying, %,d of %,d read back", progress.verified(), progress.units());
          case COMPLETED -> "";
        };
    return format(
        "<span class=\"badge %s\">%s</span>%s",
        badge(row.state()), text(row.state().text()), row.isRunning() ? doing : "");
  }

  private static String badge(ShownState state) {
    return switch (state) {
      case RUNNING -> "text-bg-primary";
      case COMPLETED -> "text-bg-success";
      case FAILED -> "text-bg-danger";
      case INTERRUPTED, FENCED -> "text-bg-warning";
    };
  }

  private static String done(RunProgress progress) {
    long units = progress.units();
    return format(
        "%,d of %,d (%d %%)<div class=\"progress-stacked\" style=\"min-width: 12rem\">%s%s</div>",
        progress.done(),
        units,
        100 * progress.done() / units,
        bar("bg-secondary", progress.restored(), units),
        bar("bg-success", progress.computed(), units));
  }

  private static String bar(String colour, long part, long of) {
    return format(
        "<div class=\"progress\" style=\"width: %.1f%%\"><div class=\"progress-bar %s\"></div></div>",
        100.0 * part / of, colour);
  }

  private static String pace(RunProgress progress) {
    if (progress.phase() == Phase.COMPLETED || progress.unitsPerSecond().isEmpty()) {
      return "";
    }
    double pace = progress.unitsPerSecond().getAsDouble();
    if (pace >= 10) {
      return format("%,.0f units/s", pace);
    }
    return pace >= 0.1 ? format("%.1f units/s", pace) : format("%.1f units/h", 3600 * pace);
  }

  /** In the two largest units that it has. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
    return seconds < 86_400
        ? "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60)
        : "%d d %d h".formatted(seconds / 86_400, seconds / 3600 % 24);
  }

  private String time(Instant at) {
    return "<span class=\"text-nowrap\">" + text(TIME.format(at.atZone(zone))) + "</span>";
  }

  private static void cell(StringBuilder html, String content) {
    html.append("<td>").append(content).append("</td>");
  }

  private static void number(StringBuilder html, String content) {
    html.append("<td class=\"text-end text-nowrap\">").append(text(content)).append("</td>");
  }

  /** Text that stands in HTML, between tags, as it is. */
  private static String text(String text) {
    return Utility.escape(text);
  }

  /** Numbers as in English, wherever the driver runs. */
  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
