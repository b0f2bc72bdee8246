package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.counting.RequestCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does what each row of the tables on the performance page says, and compares what was sent. */
final class PerformanceTest {
  private final PerformanceWorld world = new PerformanceWorld();

  static Set<String> operations() {
    return PerformanceOperations.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_sendsWhatThePageSays(String name) throws Exception {
    RequestCounts page = PerformancePage.section("Requests").row(name);
    Runnable operation =
        Optional.ofNullable(PerformanceOperations.all().get(name)).orElseThrow().apply(world);
    RequestCounts before = world.counts();
    operation.run();
    assertThat(world.counts().minus(before)).isEqualTo(page);
  }

  @Test
  void page_hasARowForEveryOperationAndNoOther() throws Exception {
    assertThat(PerformancePage.section("Requests").operations()).isEqualTo(operations());
  }

  @Test
  void entry_growsByWhatThePageSaysForEachCheckpoint() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "performance.md"));
    Matcher text = Pattern.compile("each checkpoint that is kept adds (\\d+) bytes").matcher(page);
    assertThat(text.find()).isTrue();
    CheckpointManager manager = world.manager();
    Stored stored = new Stored(world.memory, PerformanceWorld.RANKER);
    long[] sizes = new long[2];
    // Few enough for one entry, without pages.
    for (int step = 10; step < 90; step++) {
      long version =
          manager
              .save(Progress.at(step).metric("loss", 0.125), PerformanceOperations.state(step, 0))
              .version();
      sizes[step / 50] = world.memory.head(stored.entry(version)).orElseThrow().size();
    }
    assertThat((sizes[1] - sizes[0]) / 40).isEqualTo(Long.parseLong(text.group(1)));
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }
}
