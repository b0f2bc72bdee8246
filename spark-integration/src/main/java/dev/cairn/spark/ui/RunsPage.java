package dev.cairn.spark.ui;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.ui.UIUtils$;
import org.apache.spark.ui.WebUIPage;
import org.json4s.JValue;
import org.json4s.jackson.JsonMethods$;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.xml.Node;
import scala.xml.Unparsed;

/** The page of runs, and the same as JSON below {@code json}. */
final class RunsPage extends WebUIPage {
  private static final String TITLE = "Runs of Cairn";

  private final CairnTab tab;
  private final RunRows rows;

  // Taken when the page is made, so that a Spark with other ones shows then, and not when somebody
  // looks at the page.
  private final Option<String> help = UIUtils$.MODULE$.headerSparkPage$default$5();
  private final boolean visualization = UIUtils$.MODULE$.headerSparkPage$default$6();
  private final boolean dataTables = UIUtils$.MODULE$.headerSparkPage$default$7();
  private final boolean timeline = UIUtils$.MODULE$.headerSparkPage$default$8();

  RunsPage(CairnTab tab, RunRows rows) {
    super("");
    this.tab = tab;
    this.rows = rows;
  }

  @Override
  public Seq<Node> render(HttpServletRequest request) {
    boolean refresh = !"off".equals(request.getParameter(RunsHtml.REFRESH));
    String html =
        new RunsHtml(Instant.now(), ZoneId.systemDefault()).of(rows.newestFirst(), refresh);
    Seq<Node> content = CollectionConverters.asScala(List.<Node>of(new Unparsed(html))).toSeq();
    return UIUtils$.MODULE$.headerSparkPage(
        request,
        TITLE,
        new AbstractFunction0<>() {
          @Override
          public Seq<Node> apply() {
            return content;
          }
        },
        tab,
        help,
        visualization,
        dataTables,
        timeline);
  }

  @Override
  public JValue renderJson(HttpServletRequest request) {
    return JsonMethods$.MODULE$.fromJsonNode(RunsJson.of(rows.newestFirst()));
  }
}
