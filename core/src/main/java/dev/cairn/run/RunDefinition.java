package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run's results depend on. Whatever could change a result has to be in here,
 * under a name that stays: names of lambdas, ids of tasks and hash codes do not.
 *
 * @param codeVersion which code computes a unit, such as {@code git:4f2c1e}
 * @param parameters that the code is given, by name
 * @param inputs that the code reads: for each a digest of its content
 * @param units how many there are, 1 to {@value #MAX_UNITS}
 * @param seed from which the seed of each unit is derived
 * @param resultSchema the name and version of what a result looks like
 */
public record RunDefinition(
    String codeVersion,
    SortedMap<String, String> parameters,
    SortedMap<String, String> inputs,
    long units,
    long seed,
    String resultSchema) {
  /** The most units that a run can have, so that a unit has at most twelve digits. */
  public static final long MAX_UNITS = 999_999_999_999L;

  private static final String DOMAIN = "cairn run definition 1";
  private static final int MAX_TEXT = 10_000;

  /**
   * Checks the numbers and copies the maps.
   *
   * @throws InvalidRequestException when there is no unit, or too many, or a text of more than
   *     10,000 characters
   */
  public RunDefinition {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    if (units < 1 || units > MAX_UNITS) {
      throw new InvalidRequestException(
          "A run cannot have %d units: give 1 to %d.".formatted(units, MAX_UNITS));
    }
    checkText("code version", codeVersion);
    checkText("result schema", resultSchema);
    parameters.forEach((name, value) -> checkText("parameter " + name, name + value));
    inputs.forEach((name, value) -> checkText("input " + name, name + value));
  }

  /** A definition that is still being put together. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * SHA-256 over the number of fields and then, for each field of {@link #fields} in order, its
   * name and its value, each as a length in four bytes (big-endian) and UTF-8. A fixed text in
   * front keeps it apart from other digests.
   */
  public Fingerprint fingerprint() {
    MessageDigest digest = sha256();
    feed(digest, DOMAIN);
    SortedMap<String, String> fields = fields();
    digest.update(ByteBuffer.allocate(4).putInt(fields.size()).flip());
    fields.forEach(
        (name, value) -> {
          feed(digest, name);
          feed(digest, value);
        });
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * All that the fingerprint covers, by names that a person understands: {@code units}, {@code
   * parameter cost}, ...
   */
  public SortedMap<String, String> fields() {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("code version", codeVersion);
    parameters.forEach((name, value) -> fields.put("parameter " + name, value));
    inputs.forEach((name, value) -> fields.put("input " + name, value));
    fields.put("units", Long.toString(units));
    fields.put("seed", Long.toString(seed));
    fields.put("result schema", resultSchema);
    return fields;
  }

  private static void checkText(String what, String text) {
    if (text.length() > MAX_TEXT) {
      throw new InvalidRequestException(
          "The %s of a run has %d characters, and at most %d fit: give a digest of it instead."
              .formatted(what, text.length(), MAX_TEXT));
    }
  }

  private static void feed(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Puts a definition together. */
  public static final class Builder {
    private @Nullable String codeVersion;
    private final SortedMap<String, String> parameters = new TreeMap<>();
    private final SortedMap<String, String> inputs = new TreeMap<>();
    private long units;
    private long seed;
    private String resultSchema = "";

    private Builder() {}

    /** Which code computes a unit. */
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

    /** A digest of an input that the code reads. */
    public Builder input(String name, String sha256) {
      inputs.put(name, sha256);
      return this;
    }

    /** How many units there are. */
    public Builder units(long count) {
      this.units = count;
      return this;
    }

    /** From which the seed of each unit is derived; 0 by default. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** The name and version of what a result looks like. */
    public Builder resultSchema(String schema) {
      this.resultSchema = schema;
      return this;
    }

    /**
     * The definition.
     *
     * @throws InvalidRequestException when there is no code version or no unit
     */
    public RunDefinition build() {
      if (codeVersion == null || codeVersion.isBlank()) {
        throw new InvalidRequestException(
            "A run needs a code version, such as git:4f2c1e: without it, results of other code would be taken for its own.");
      }
      return new RunDefinition(codeVersion, parameters, inputs, units, seed, resultSchema);
    }
  }
}
