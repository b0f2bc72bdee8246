package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {
  private final StringWriter said = new StringWriter();
  private final AtomicLong nanos = new AtomicLong(17);
  private final ProgressLines lines = new ProgressLines(new PrintWriter(said), nanos::get);

  @Test
  void done_aLineForEachTenth_withWhatIsLeft() {
    lines.begin("Computing", 0, 200);
    for (int done = 1; done <= 200; done++) {
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      lines.done(done);
    }
    lines.end();
    assertThat(said.toString().lines())
        .hasSize(10)
        .startsWith(" 10 %  20 of 200 units, 6 min left")
        .contains(" 90 %  180 of 200 units, 40 s left")
        .endsWith("100 %  200 of 200 units");
  }

  @Test
  void done_afterARestore_estimatesByWhatThisStartComputed() {
    lines.begin("Computing", 100, 200);
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    lines.done(120);
    assertThat(said.toString().lines())
        .containsExactly("Restored 100 of 200 units.", " 60 %  120 of 200 units, 1 min left");
  }

  @Test
  void begin_everythingIsRestored_saysSo() {
    lines.begin("Computing", 200, 200);
    lines.done(200);
    assertThat(said.toString().lines()).containsExactly("Restored 200 of 200 units.");
  }
}
