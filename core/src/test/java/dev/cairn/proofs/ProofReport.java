package dev.cairn.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run of a proof. They are printed, and with {@code -Dcairn.proofs=FOLDER}, as
 * {@code ./cairn prove} gives it, also kept there, from where {@code ./cairn prove docs} takes them
 * into the page of the failure model.
 *
 * <p>A run that fails throws before it comes to {@link #held}, so there are no figures of it.
 */
public final class ProofReport {
  private final String name;
  private final long start = System.nanoTime();
  private final List<String> figures = new ArrayList<>();
  private String seed = "";

  private ProofReport(String name) {
    this.name = name;
  }

  /** Begins the proof that {@code ./cairn prove NAME} runs, and takes the time. */
  public static ProofReport begin(String name) {
    return new ProofReport(name);
  }

  /** The seed that all chance in it comes from. */
  public ProofReport seed(long value) {
    seed = Long.toString(value);
    System.out.printf("%s: seed %d%n", name, value);
    return this;
  }

  /** Adds how many there were of something, in the plural, such as {@code crash points}. */
  public ProofReport count(String what, long count) {
    return figure(String.format(Locale.ROOT, "%,d %s", count, what));
  }

  /** Adds a figure in words. */
  public ProofReport figure(String figure) {
    figures.add(figure);
    return this;
  }

  /** Ends a proof in which nothing was violated. */
  public void held() {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    String time =
        took.toMinutes() > 1
            ? String.format(Locale.ROOT, "%.1f min", took.toSeconds() / 60.0)
            : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    figures.add("0 violations");
    String line = String.join(", ", figures);
    System.out.printf("%s: %s; %s%n", name, line, time);
    write("figures: %s%nseed: %s%ntook: %s%n".formatted(line, seed, time));
  }

  private void write(String text) {
    @Nullable String folder = System.getProperty("cairn.proofs");
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(Path.of(folder));
      Files.writeString(Path.of(folder, name + ".txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
