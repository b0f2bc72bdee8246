package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

final class ProgressOnTerminalTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void bar_showsWhatIsDone_andEndsBeforeTheNextLine() {
    ProgressOnTerminal console = console(UTF_8);
    console.say("first");
    console.begin("Computing", 100, 200);
    console.done(150);
    console.say("last");
    assertThat(said.toString(UTF_8))
        .startsWith("first\nRestored 100 of 200 units.\n")
        .contains("Computing  75%")
        .contains("150/200")
        .endsWith("\nlast\n");
  }

  @Test
  void bar_onATerminalWithoutUnicode_isAscii() {
    ProgressOnTerminal console = console(US_ASCII);
    console.begin("Computing", 0, 200);
    console.done(100);
    console.end();
    assertThat(said.toString(US_ASCII)).contains("[====").doesNotContain("?=");
  }

  @Test
  void withoutABar_nothingIsShown() {
    ProgressOnTerminal console = console(UTF_8);
    console.done(3);
    console.end();
    assertThat(said.size()).isZero();
  }

  private ProgressOnTerminal console(Charset charset) {
    return new ProgressOnTerminal(new PrintStream(said, true, charset), charset);
  }
}
