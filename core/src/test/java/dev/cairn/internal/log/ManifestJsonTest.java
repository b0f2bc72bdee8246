package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.DamagedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests whose digest is right, and which are not as the format says all the same. */
final class ManifestJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The properties that the format allows to be absent. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "previous",
          "totalSteps",
          "reason",
          "restored",
          "completed",
          "retired",
          "loss",
          "odd",
          "best",
          "expires",
          "seed",
          "inline",
          "object",
          "versionId");

  @Test
  void decode_asWritten_isAccepted() {
    assertThat(decode(Entries.json(Entries.full())).manifest()).isEqualTo(Entries.full());
  }

  @TestFactory
  List<DynamicTest> decode_propertyMissing_isDamaged() {
    return eachProperty(
        (parent, name) -> {
          parent.remove(name);
        },
        name -> !OPTIONAL.contains(name));
  }

  @TestFactory
  List<DynamicTest> decode_propertyNull_isDamaged() {
    return eachProperty(ObjectNode::putNull, name -> !OPTIONAL.contains(name) || isInAMap(name));
  }

  @TestFactory
  List<DynamicTest> decode_propertyOfAnotherType_isDamaged() {
    return eachProperty(
        (parent, name) -> {
          JsonNode value = parent.get(name);
          if (value.isTextual()) {
            parent.put(name, 1);
          } else {
            parent.put(name, "1");
          }
        },
        // The value of this metric is text already, as values that are no numbers are.
        name -> !name.equals("odd"));
  }

  @TestFactory
  List<DynamicTest> decode_versionAfterTheLast_isDamaged() {
    return eachProperty(
        (parent, name) -> parent.put(name, LogKeys.LAST + 1),
        Set.of("version", "from", "first", "last", "completed")::contains);
  }

  @Test
  void decode_pinAfterTheLastVersion_isDamaged() {
    ObjectNode root = (ObjectNode) tree();
    root.putArray("pins").add(Long.MAX_VALUE);
    assertDamaged(root.toString());
  }

  @TestFactory
  List<DynamicTest> decode_propertyMoreThanThereIs_isDamaged() {
    return eachObject(
        object -> object.put("more", 1),
        name -> !name.equals("metrics") && !name.equals("definition") && !name.equals("tags"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\":9|\"version\":9.5",
        "\"version\":9|\"version\":9.0",
        "\"version\":9|\"version\":-9",
        "\"version\":9|\"version\":0",
        "\"version\":9|\"version\":1e1",
        "\"version\":9|\"version\":99999999999999999999999999",
        "\"version\":9|\"version\":1e999999999",
        "\"version\":9|\"version\":\"9\"",
        "\"version\":9|\"version\":true",
        "\"version\":9|\"version\":[9]",
        "\"epoch\":7|\"epoch\":10",
        "\"epoch\":7|\"epoch\":9",
        "\"epoch\":7|\"epoch\":0",
        "\"kind\":\"commit\"|\"kind\":\"COMMIT\"",
        "\"kind\":\"commit\"|\"kind\":\"claim\"",
        "\"kind\":\"commit\"|\"kind\":\"1\"",
        "\"kind\":\"commit\"|\"kind\":1",
        "\"kind\":\"commit\"|\"kind\":\"\"",
        "\"kind\":\"commit\"|\"kind\":\"merge\"",
        "\"writeId\":\"00|\"writeId\":\"zz",
        "\"writeId\":\"00|\"writeId\":\"",
        "\"time\":\"2026|\"time\":\"20x6",
        "\"loss\":0.25|\"loss\":\"0.25\"",
        "\"loss\":0.25|\"loss\":0.25,\"loss\":0.25",
        "\"loss\":0.25|\"loss\":NaN",
        "\"loss\":0.25|\"loss\":.25",
        "\"loss\":0.25|\"loss\":{}",
        "\"version\":9|\"version\":9,\"version\":9",
        "\"items\":[|\"items\":[null,",
        "\"live\":[|\"live\":[null,",
        "\"inline\":0|\"inline\":-1",
        "\"inline\":0|\"inline\":0.5",
        "\"bytes\":6|\"bytes\":7",
        "\"bytes\":6|\"bytes\":9999999999",
        "\"compression\":\"zstd\"|\"compression\":\"ZSTD\"",
        "\"compression\":\"zstd\"|\"compression\":2",
        "\"status\":\"IN_PROGRESS\"|\"status\":0",
        "\"pid\":42|\"pid\":null",
        "{\"process\"|[{\"process\"",
        "{\"process\"|{} {\"process\"",
        "{\"process\"|/* comment */ {\"process\"",
        "{\"process\"|{process",
        "{\"process\"|null {\"process\"",
      })
  void decode_somethingElseInPlace_isDamaged(String is, String becomes) {
    String json = Entries.json(Entries.full());
    assertThat(json).contains(is);
    assertDamaged(json.replaceFirst(Pattern.quote(is), becomes));
  }

  @ParameterizedTest
  @MethodSource("noVersionIds")
  void decode_versionIdThatIsNone_isDamaged(String id) {
    for (String pointer : List.of("/live/0/items/1/chunks/0/object", "/pages/0")) {
      JsonNode root = tree();
      ((ObjectNode) root.at(pointer)).put("versionId", id);
      assertDamaged(root.toString());
    }
  }

  static Stream<String> noVersionIds() {
    return Stream.of(
        "",
        "x".repeat(1025),
        "\u00e9".repeat(513),
        "\ud83d\ude00".repeat(257),
        "two\nlines",
        "nul\0",
        "escape\u001b[2J",
        "\u007f",
        "\u0085",
        "\u2028",
        "right to left \u202e");
  }

  @Test
  void decode_versionIdWithHalfACharacter_isDamaged() {
    assertDamaged(Entries.json(Entries.full("half", null)).replace("\"half\"", "\"half \\ud83d\""));
  }

  @ParameterizedTest
  @MethodSource("versionIds")
  void decode_versionIdOfAnyStore_isAccepted(String id) {
    Manifest manifest = Entries.full(id, id);
    assertThat(decode(Entries.json(manifest)).manifest()).isEqualTo(manifest);
  }

  static Stream<String> versionIds() {
    return Stream.of(
        "x",
        "null",
        "3/L4kqtJlcpXroDTDmpUMLUo",
        "x".repeat(1024),
        "\u00e9".repeat(512),
        "\ud83d\ude00".repeat(256));
  }

  @ParameterizedTest
  @CsvSource({"null", "1", "true", "[]", "{}", "''", "'\"text\"'"})
  void decode_noManifestAtAll_isDamaged(String json) {
    assertDamaged(json);
  }

  @Test
  void decode_deepNesting_isDamaged() {
    String json = Entries.json(Entries.full());
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertDamaged(json.replace("\"live\":[", "\"live\":[" + deep + ","));
    assertDamaged(deep);
  }

  @Test
  void decode_somethingAfterTheManifest_isDamaged() {
    assertDamaged(Entries.json(Entries.full()) + "{}");
    assertDamaged(Entries.json(Entries.full()) + "\n1");
  }

  @Test
  void decode_notUtf8_isDamaged() {
    byte[] json = Entries.json(Entries.full()).getBytes(StandardCharsets.UTF_16);
    byte[] entry =
        Entries.sealed(1, new String(json, StandardCharsets.ISO_8859_1), Entries.PAYLOAD);
    assertThatThrownBy(() -> EntryFormat.decode(entry, "It")).isInstanceOf(DamagedException.class);
  }

  private static boolean isInAMap(String name) {
    return name.equals("loss") || name.equals("odd") || name.equals("seed") || name.equals("best");
  }

  /** One test for each property at any depth of a full manifest that {@code wanted} names. */
  private static List<DynamicTest> eachProperty(
      BiConsumer<ObjectNode, String> change, Predicate<String> wanted) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String pointer : pointers(tree(), "")) {
      String name = pointer.substring(pointer.lastIndexOf('/') + 1);
      String parent = pointer.substring(0, pointer.lastIndexOf('/'));
      if (wanted.test(name)) {
        tests.add(
            DynamicTest.dynamicTest(
                pointer,
                () -> {
                  JsonNode root = tree();
                  change.accept((ObjectNode) root.at(parent), name);
                  assertDamaged(root.toString());
                }));
      }
    }
    return tests;
  }

  private static List<DynamicTest> eachObject(
      Consumer<ObjectNode> change, Predicate<String> wanted) {
    List<DynamicTest> tests = new ArrayList<>();
    List<String> objects = new ArrayList<>(List.of(""));
    objects.addAll(pointers(tree(), ""));
    for (String pointer : objects) {
      if (tree().at(pointer).isObject()
          && wanted.test(pointer.substring(pointer.lastIndexOf('/') + 1))) {
        tests.add(
            DynamicTest.dynamicTest(
                "in " + pointer,
                () -> {
                  JsonNode root = tree();
                  change.accept((ObjectNode) root.at(pointer));
                  assertDamaged(root.toString());
                }));
      }
    }
    return tests;
  }

  private static JsonNode tree() {
    try {
      return JSON.readTree(Entries.json(Entries.full()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> pointers(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        found.add(path + "/" + property.getKey());
        found.addAll(pointers(property.getValue(), path + "/" + property.getKey()));
      }
    } else if (node instanceof ArrayNode array) {
      for (int index = 0; index < array.size(); index++) {
        found.addAll(pointers(array.get(index), path + "/" + index));
      }
    }
    return found;
  }

  private static Entry decode(String json) {
    return EntryFormat.decode(Entries.sealed(1, json, Entries.PAYLOAD), "It");
  }

  private static void assertDamaged(String json) {
    assertThatThrownBy(() -> decode(json))
        .isInstanceOf(DamagedException.class)
        .hasMessageNotContainingAny("\n");
  }
}
