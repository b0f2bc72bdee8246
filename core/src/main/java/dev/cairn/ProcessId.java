package dev.cairn;

import dev.cairn.internal.text.OneLine;
import dev.cairn.store.KeyPrefix;
import java.util.regex.Pattern;

/**
 * What is checkpointed: a type and a name, written {@code training/ranker}. Both are slugs: they
 * begin with a letter or a digit, go on with letters, digits, {@code .}, {@code _} and {@code -},
 * and have at most {@value #MAX_LENGTH} characters. The four usual types have factories here; any
 * other slug is as good.
 *
 * <p>Case counts. A file system that ignores case would let {@code A} and {@code a} meet, so do not
 * use names that differ in case alone.
 *
 * @param type the kind of computation
 * @param name which one of that kind
 */
public record ProcessId(String type, String name) {
  /** The most characters that a type or a name may have. */
  public static final int MAX_LENGTH = 100;

  private static final Pattern SLUG =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

  /**
   * Checks both slugs.
   *
   * @throws InvalidRequestException when one of them is not a slug
   */
  public ProcessId {
    check("type", type);
    check("name", name);
  }

  /** A process that fits a model. */
  public static ProcessId training(String name) {
    return new ProcessId("training", name);
  }

  /** A process that fetches data. */
  public static ProcessId download(String name) {
    return new ProcessId("download", name);
  }

  /** A process that trades, on paper or not. */
  public static ProcessId trading(String name) {
    return new ProcessId("trading", name);
  }

  /** A process that tests strategies on history. */
  public static ProcessId backtest(String name) {
    return new ProcessId("backtest", name);
  }

  /**
   * The process that a text like {@code training/ranker} names.
   *
   * @throws InvalidRequestException when the text is not of that form
   */
  public static ProcessId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new InvalidRequestException(
          "'%s' does not name a process: it has no '/'. Write TYPE/NAME, like training/ranker."
              .formatted(OneLine.of(text)));
    }
    return new ProcessId(text.substring(0, slash), text.substring(slash + 1));
  }

  /** The folder of a store that holds everything of this process. */
  public KeyPrefix prefix() {
    return KeyPrefix.ROOT.folder(type).folder(name);
  }

  @Override
  public String toString() {
    return type + "/" + name;
  }

  private static void check(String what, String slug) {
    if (!SLUG.matcher(slug).matches()) {
      throw new InvalidRequestException(
          "'%s' cannot be the %s of a process: use 1 to %d letters, digits, '.', '_' and '-', the first a letter or a digit."
              .formatted(OneLine.of(slug), what, MAX_LENGTH));
    }
  }
}
