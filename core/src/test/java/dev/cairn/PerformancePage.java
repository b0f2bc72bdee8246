package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.RequestCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tables of {@code docs/performance.md}. Tests do what a table says and compare it, so that the
 * page cannot say anything else than what is sent.
 */
public final class PerformancePage {
  private static final List<RequestKind> COLUMNS =
      List.of(
          RequestKind.PUT_IF_ABSENT,
          RequestKind.PUT,
          RequestKind.GET,
          RequestKind.LIST,
          RequestKind.DELETE);

  private final Map<String, RequestCounts> rows = new LinkedHashMap<>();

  private PerformancePage(List<String> lines) {
    lines.stream().filter(line -> line.startsWith("|")).skip(2).forEach(this::add);
  }

  /** The table under a heading of the page, from a test of any module. */
  public static PerformancePage section(String heading) throws IOException {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "performance.md"))) {
      if (line.startsWith("#")) {
        inside = line.replaceFirst("#+ ", "").equals(heading);
      } else if (inside) {
        found.add(line);
      }
    }
    return new PerformancePage(found);
  }

  /** The first column: what is done. */
  public Set<String> operations() {
    return rows.keySet();
  }

  /** What the page says that an operation sends; the bytes are those of chunks and parts. */
  public RequestCounts row(String operation) {
    assertThat(rows).containsKey(operation);
    return Optional.ofNullable(rows.get(operation)).orElseThrow();
  }

  /** Requires that a row says what was sent, to the request. */
  public void require(String operation, RequestCounts sent) {
    assertThat(sent.requests()).as(operation).isEqualTo(row(operation).requests());
  }

  private void add(String line) {
    List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList();
    var requests = new EnumMap<RequestKind, Long>(RequestKind.class);
    for (int column = 0; column < COLUMNS.size(); column++) {
      requests.put(COLUMNS.get(column), number(cells.get(1 + column)));
    }
    boolean hasBytes = cells.size() > 1 + COLUMNS.size();
    var counts =
        new RequestCounts(
            requests, hasBytes ? number(cells.get(6)) : 0, hasBytes ? number(cells.get(7)) : 0);
    assertThat(rows.put(cells.get(0), counts)).as(cells.get(0)).isNull();
  }

  private static long number(String cell) {
    return cell.isEmpty() ? 0 : Long.parseLong(cell.replace(",", ""));
  }
}
