package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import dev.cairn.internal.log.Sha256;
import dev.cairn.internal.text.OneLine;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything that the results of a run depend on. Whatever could change a result belongs in here,
 * under a name that stays the same from one start to the next: names of lambdas, numbers of tasks
 * and hash codes do not.
 *
 * <pre>{@code
 * RunDefinition.builder()
 *     .codeVersion("git:4f2c1e")
 *     .parameter("cost", "5")
 *     .input("prices", sha256OfTheFile)
 *     .units(9_600)
 *     .seed(42)
 *     .build();
 * }</pre>
 *
 * <p>All texts together have at most {@value #MAX_TEXT} bytes of UTF-8, since they stand in the
 * log; of what is longer, give a digest.
 *
 * @param codeVersion a name for the code that computes a unit; not blank
 * @param parameters that the code is given, by name
 * @param inputs that the code reads: the SHA-256 of each one's content, by name
 * @param units how many there are, 1 to {@value #MAX_UNITS}
 * @param seed from which the random numbers of each unit are derived, see {@link UnitRandom}
 * @param resultSchema what a result looks like, such as the name of its codec; may be empty
 */
public record RunDefinition(
    String codeVersion,
    SortedMap<String, String> parameters,
    SortedMap<String, String> inputs,
    long units,
    long seed,
    String resultSchema) {
  /** The most units that a run can have: the number of a unit has at most twelve digits. */
  public static final long MAX_UNITS = 999_999_999_999L;

  /** The most bytes that all texts of a definition can have, in UTF-8. */
  public static final int MAX_TEXT = 16 * 1024;

  private static final String DOMAIN = "cairn run definition 1";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Copies the maps and checks everything.
   *
   * @throws InvalidRequestException when something is not as described above
   */
  public RunDefinition {
    parameters = naturallySorted(parameters);
    inputs = naturallySorted(inputs);
    checkUnits(units);
    if (codeVersion.isBlank()) {
      throw new InvalidRequestException(
          "A run needs a code version, such as git:4f2c1e: without one, results of other code would be taken for its own.");
    }
    inputs.forEach(RunDefinition::checkInput);
    long size =
        fields(codeVersion, parameters, inputs, units, seed, resultSchema).entrySet().stream()
            .mapToLong(field -> (long) utf8(field.getKey()).length + utf8(field.getValue()).length)
            .sum();
    if (size > MAX_TEXT) {
      throw new InvalidRequestException(
          "The definition of a run cannot have %d bytes of text, since it stands in the log: give at most %d, and a digest of what is longer."
              .formatted(size, MAX_TEXT));
    }
  }

  /** A definition that is still being put together. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The definition that has these {@link #fields}, as they stand in a log.
   *
   * @throws InvalidRequestException when no definition has them
   */
  public static RunDefinition ofFields(Map<String, String> fields) {
    Builder builder = builder();
    fields.forEach(builder::field);
    RunDefinition definition = builder.build();
    if (!definition.fields().equals(fields)) {
      throw new InvalidRequestException(
          "No run has a definition of the fields %s: give those of a definition."
              .formatted(OneLine.of(fields.keySet().toString())));
    }
    return definition;
  }

  /**
   * What the run is known by: SHA-256 over a fixed text (with the number of this format in it), the
   * number of {@link #fields}, and each field's name and value in the order of their names. A
   * number of fields stands in four bytes, and each text as its length in four bytes (big-endian)
   * and its UTF-8.
   *
   * <p>Different definitions never hash the same bytes: with lengths in front there is one way to
   * cut the bytes into texts, names of fields say what they are, and texts that have no UTF-8 are
   * refused.
   */
  public Fingerprint fingerprint() {
    SortedMap<String, String> fields = fields();
    MessageDigest digest = Sha256.digest();
    feed(digest, DOMAIN);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(fields.size()).flip());
    fields.forEach(
        (name, value) -> {
          feed(digest, name);
          feed(digest, value);
        });
    return new Fingerprint(Sha256.hex(digest));
  }

  /**
   * All that the fingerprint covers, by names that a person understands: {@code code version},
   * {@code input <name>}, {@code parameter <name>}, {@code result schema}, {@code seed} and {@code
   * units}, the last two as decimal numbers. They order as {@link String#compareTo} says.
   */
  public SortedMap<String, String> fields() {
    return fields(codeVersion, parameters, inputs, units, seed, resultSchema);
  }

  /** What is another in {@code other}: see {@link #differences(Map, Map)}. */
  public List<String> differences(RunDefinition other) {
    return differences(fields(), other.fields());
  }

  /**
   * What differs between the {@link #fields} of two definitions, in the order of names: {@code
   * parameter 'cost': 5 -> 10}, or {@code absent} in the place of a field that one of them does not
   * have.
   */
  public static List<String> differences(Map<String, String> before, Map<String, String> now) {
    var names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(before.get(name), now.get(name)))
        .map(name -> shownName(name) + ": " + shown(before, name) + " -> " + shown(now, name))
        .toList();
  }

  static void checkUnits(long units) {
    if (units < 1 || units > MAX_UNITS) {
      throw new InvalidRequestException(
          "A run cannot have %d units: give 1 to %d.".formatted(units, MAX_UNITS));
    }
  }

  private static void checkInput(String name, String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new InvalidRequestException(
          "The input '%s' of a run cannot be '%s': give the SHA-256 of its content, 64 lower-case hexadecimal digits."
              .formatted(OneLine.of(name), OneLine.of(sha256)));
    }
  }

  private static SortedMap<String, String> fields(
      String codeVersion,
      SortedMap<String, String> parameters,
      SortedMap<String, String> inputs,
      long units,
      long seed,
      String resultSchema) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("code version", codeVersion);
    inputs.forEach((name, value) -> fields.put("input " + name, value));
    parameters.forEach((name, value) -> fields.put("parameter " + name, value));
    fields.put("result schema", resultSchema);
    fields.put("seed", Long.toString(seed));
    fields.put("units", Long.toString(units));
    return fields;
  }

  /** A copy in the natural order, whatever comparator the given map has. */
  private static SortedMap<String, String> naturallySorted(Map<String, String> map) {
    SortedMap<String, String> copy = new TreeMap<>();
    copy.putAll(map);
    return Collections.unmodifiableSortedMap(copy);
  }

  private static String shownName(String field) {
    int space = field.indexOf(' ');
    return field.startsWith("parameter ") || field.startsWith("input ")
        ? field.substring(0, space) + " '" + OneLine.of(field.substring(space + 1)) + "'"
        : OneLine.of(field);
  }

  private static String shown(Map<String, String> fields, String name) {
    String value = fields.get(name);
    return value == null ? "absent" : OneLine.of(value);
  }

  private static void feed(MessageDigest digest, String text) {
    byte[] bytes = utf8(text);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new InvalidRequestException(
          "'%s' cannot stand in the definition of a run: it holds half a character (an unpaired surrogate). Give whole characters."
              .formatted(OneLine.of(text)));
    }
  }

  /** Puts a definition together. What is set twice has the later value. */
  public static final class Builder {
    private final SortedMap<String, String> parameters = new TreeMap<>();
    private final SortedMap<String, String> inputs = new TreeMap<>();
    private String codeVersion = "";
    private long units;
    private long seed;
    private String resultSchema = "";

    private Builder() {}

    /** A name for the code that computes a unit; needed. */
    public Builder codeVersion(String version) {
      this.codeVersion = version;
      return this;
    }

    /** A parameter that the code is given. */
    public Builder parameter(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    /** All parameters of a map. */
    public Builder parameters(Map<String, String> more) {
      parameters.putAll(more);
      return this;
    }

    /** An input that the code reads: the SHA-256 of its content, 64 lower-case digits. */
    public Builder input(String name, String sha256) {
      inputs.put(name, sha256);
      return this;
    }

    private void field(String name, String value) {
      try {
        switch (name) {
          case "code version" -> codeVersion(value);
          case "result schema" -> resultSchema(value);
          case "seed" -> seed(Long.parseLong(value));
          case "units" -> units(Long.parseLong(value));
          default -> {
            if (name.startsWith("input ")) {
              input(name.substring("input ".length()), value);
            } else if (name.startsWith("parameter ")) {
              parameter(name.substring("parameter ".length()), value);
            }
          }
        }
      } catch (NumberFormatException e) {
        throw new InvalidRequestException(
            "The %s of a run cannot be '%s': give a number.".formatted(name, OneLine.of(value)));
      }
    }

    /** How many units there are, 1 to {@value RunDefinition#MAX_UNITS}; needed. */
    public Builder units(long count) {
      this.units = count;
      return this;
    }

    /** From which the random numbers of each unit are derived; 0 when it is not set. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** What a result looks like, such as the name of its codec; empty when it is not set. */
    public Builder resultSchema(String schema) {
      this.resultSchema = schema;
      return this;
    }

    /**
     * The definition.
     *
     * @throws InvalidRequestException when it lacks a code version or units, or has a value that
     *     {@link RunDefinition} refuses
     */
    public RunDefinition build() {
      return new RunDefinition(codeVersion, parameters, inputs, units, seed, resultSchema);
    }
  }
}
