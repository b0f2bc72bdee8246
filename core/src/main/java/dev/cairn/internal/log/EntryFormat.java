package dev.cairn.internal.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.cairn.DamagedException;
import dev.cairn.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an entry stands in its object, format {@value #FORMAT}: one line of ASCII, a JSON manifest
 * that ends with a line feed, then the payload.
 *
 * <pre>
 * CAIRN-ENTRY &lt;format&gt; &lt;bytes of manifest&gt; &lt;bytes of payload&gt; &lt;SHA-256&gt;\n
 * </pre>
 *
 * The digest covers everything but itself: the line up to the space before it, then all that
 * follows the line. This line is the same in every format, so an entry can be told from a damaged
 * one before its format is known, and a reader that does not know the format says so instead of
 * taking the entry for damaged.
 *
 * <p>Unknown properties of the manifest are refused. A writer hands on what it read, so one that
 * skipped what it does not know would lose it; whoever adds a property to a format that was
 * released adds a format.
 */
final class EntryFormat {
  static final int FORMAT = 1;

  private static final int MAX_HEADER = 160;
  private static final Pattern HEADER =
      Pattern.compile("(CAIRN-ENTRY ([1-9][0-9]{0,8}) ([0-9]{1,9}) ([0-9]{1,9})) ([0-9a-f]{64})");

  static final JsonMapper JSON = mapper();

  private EntryFormat() {}

  private static JsonMapper mapper() {
    SimpleModule instants =
        new SimpleModule()
            .addSerializer(Instant.class, ToStringSerializer.instance)
            .addDeserializer(Instant.class, new InstantText());
    JsonMapper rows = JsonMapper.builder().addModule(instants).build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(32)
                        // What could be written can be read: the digest vouches for it, and it is
                        // in memory.
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build())
        .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(LogicalType.Textual, EntryFormat::refuseNumbers)
        .addModule(instants)
        .addModule(
            new SimpleModule()
                .addSerializer(new RowJson<>(CheckpointRow.class, rows))
                .addSerializer(new RowJson<>(RetiredRow.class, rows)))
        .build();
  }

  private static void refuseNumbers(MutableCoercionConfig text) {
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

  /** The bytes of an entry. */
  static ByteBuffer encode(Manifest manifest, ByteBuffer payload) {
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest can always be written", e);
    }
    String start = "CAIRN-ENTRY %d %d %d".formatted(FORMAT, json.length + 1, payload.remaining());
    ByteBuffer rest = ByteBuffer.allocate(json.length + 1 + payload.remaining());
    rest.put(json).put((byte) '\n').put(payload.duplicate()).flip();
    String line = start + " " + Sha256.of(ascii(start), rest) + "\n";
    return ByteBuffer.allocate(line.length() + rest.remaining()).put(ascii(line)).put(rest).flip();
  }

  /**
   * The entry that some bytes hold.
   *
   * @param what the object for messages, such as {@code entry v7 of training/ranker}
   * @throws DamagedException when the bytes are not an entry, or not those that were written
   * @throws UnsupportedFormatException when they are those that were written, in a format that is
   *     not known here
   */
  static Entry decode(byte[] bytes, String what) {
    int end = 0;
    while (end < bytes.length && end < MAX_HEADER && bytes[end] != '\n') {
      end++;
    }
    Matcher header = HEADER.matcher(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    if (end == bytes.length || !header.matches()) {
      throw new DamagedException(what, "it does not begin with the line of an entry");
    }
    int manifestBytes = Integer.parseInt(header.group(3));
    int payloadBytes = Integer.parseInt(header.group(4));
    ByteBuffer rest = ByteBuffer.wrap(bytes, end + 1, bytes.length - end - 1);
    if (rest.remaining() != (long) manifestBytes + payloadBytes) {
      throw new DamagedException(
          what,
          "%d bytes follow its first line, which promises %d"
              .formatted(rest.remaining(), (long) manifestBytes + payloadBytes));
    }
    if (!Sha256.of(ascii(header.group(1)), rest).equals(header.group(5))) {
      throw new DamagedException(what, "its SHA-256 does not match");
    }
    int format = Integer.parseInt(header.group(2));
    if (format != FORMAT) {
      throw new UnsupportedFormatException(what, format, FORMAT);
    }
    ByteBuffer payload =
        rest.slice(rest.position() + manifestBytes, payloadBytes).asReadOnlyBuffer();
    try {
      @Nullable Manifest manifest =
          JSON.readValue(bytes, rest.position(), manifestBytes, Manifest.class);
      if (manifest == null) {
        throw new DamagedException(what, "its manifest is null");
      }
      return new Entry(manifest, payload);
    } catch (IOException e) {
      throw new DamagedException(what, "its manifest cannot be read (" + reason(e) + ")");
    }
  }

  private static String reason(IOException e) {
    String text =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(text).lines().findFirst().orElse("no reason given");
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Instants as ISO-8601 text, the way {@link Instant#toString} writes them. */
  private static final class InstantText extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    InstantText() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(
        String text, com.fasterxml.jackson.databind.DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an instant");
      }
    }
  }
}
