package dev.cairn.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** How the commands print what they found. */
public final class Output {
  private Output() {}

  /** Prints a report to the output of its command, as one JSON object or as its text. */
  public static void print(CommandSpec spec, boolean json, Object report, Supplier<String> text)
      throws IOException {
    var out = spec.commandLine().getOut();
    out.println(
        json
            ? new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(report)
            : text.get());
    out.flush();
  }
}
