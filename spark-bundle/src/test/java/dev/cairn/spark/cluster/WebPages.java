package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whatever a user interface of Spark shows to somebody who follows each of its links. */
final class WebPages {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=[\"']([^\"'#]+)");

  /** Tables in another order, the next lines of a log, and what is the same for everybody. */
  private static final Pattern LEFT_OUT =
      Pattern.compile("(?i)\\.(sort|desc|pageSize)=|byteLength=|/static/|/kill/|^javascript:");

  private static final int MOST = 500;

  private WebPages() {}

  /**
   * The pages of one server, by their addresses, and what is no page for a reader.
   *
   * @param root the server, which ends with a slash
   * @param unlinked paths below it that no page has a link to; links in what is there are not
   *     followed
   */
  static Map<String, String> of(URI root, List<String> unlinked)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Map<String, String> pages = new TreeMap<>();
    Set<URI> known = new HashSet<>();
    Deque<URI> open = new ArrayDeque<>();
    List<URI> raw = unlinked.stream().map(root::resolve).toList();
    open.add(root);
    open.addAll(raw);
    known.addAll(open);
    while (!open.isEmpty()) {
      URI page = open.remove();
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(page.toString()).isIn(200, 302);
      pages.put(page.toString(), answer.headers().map() + "\n" + answer.body());
      answer
          .headers()
          .firstValue("Location")
          .ifPresent(to -> add(page.resolve(to), root, known, open));
      if (raw.contains(page)) {
        continue;
      }
      for (MatchResult link : LINK.matcher(answer.body()).results().toList()) {
        String target = link.group(1).replace("&amp;", "&").replace(" ", "%20");
        if (!LEFT_OUT.matcher(target).find()) {
          add(page.resolve(target), root, known, open);
        }
      }
      assertThat(known).hasSizeLessThan(MOST);
    }
    return pages;
  }

  private static void add(URI page, URI root, Set<URI> known, Deque<URI> open) {
    if (root.getAuthority().equals(page.getAuthority()) && known.add(page)) {
      open.add(page);
    }
  }
}
