package dev.cairn.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** In which form a command prints its result. */
final class JsonOption {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  /** Prints a result: the object as one line of JSON, or else the lines. */
  void print(PrintWriter out, Record object, Supplier<List<String>> lines) {
    if (!json) {
      lines.get().forEach(out::println);
      return;
    }
    try {
      out.println(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result has no JSON form: " + e.getMessage(), e);
    }
  }
}
