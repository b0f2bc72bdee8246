package dev.cairn.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** JSON with one or a few things in it that are not as they should be. */
final class Trees {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_CHARACTERS = 200_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  /** The text of a changed copy. */
  static String near(JsonNode good, SplittableRandom random) {
    if (!good.isContainerNode()) {
      return text(value(random));
    }
    JsonNode tree = good.deepCopy();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      change(tree, random);
    }
    String text = text(tree);
    return switch (random.nextInt(12)) {
      case 0 -> Texts.near(text, random);
      case 1 -> text.replaceFirst("[0-9]+", "9".repeat(random.nextInt(1, 5000)));
      case 2 -> text.replaceFirst(":", ":" + "[".repeat(random.nextInt(1, 20_000)));
      case 3 -> text.replaceFirst("\\{", "{\"a\":" + "{\"a\":".repeat(random.nextInt(1, 5_000)));
      default -> text;
    };
  }

  static String text(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static void change(JsonNode tree, SplittableRandom random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(tree, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    if (container instanceof ObjectNode object) {
      changeObject(object, random);
    } else if (container instanceof ArrayNode array) {
      changeArray(array, random);
    }
  }

  private static void changeObject(ObjectNode object, SplittableRandom random) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) {
      object.set(Texts.any(random), value(random));
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(Texts.any(random), value(random));
      case 2 -> object.set(name, object.get(names.get(random.nextInt(names.size()))));
      default -> object.set(name, nearValue(object.path(name), random));
    }
  }

  private static void changeArray(ArrayNode array, SplittableRandom random) {
    int at = array.isEmpty() ? 0 : random.nextInt(array.size());
    switch (random.nextInt(6)) {
      case 0 -> array.add(value(random));
      case 1 -> array.remove(at);
      case 2 -> {
        JsonNode one = array.path(at);
        // Many, and not so many that the text of it fills the heap before anybody reads it.
        int most = MOST_CHARACTERS / text(one).length();
        for (int i = random.nextInt(0, most + 1); i > 0 && !one.isMissingNode(); i--) {
          array.add(one.deepCopy());
        }
      }
      case 3 -> {
        if (!array.isEmpty()) {
          array.add(array.remove(0));
        }
      }
      default -> {
        if (!array.isEmpty()) {
          array.set(at, nearValue(array.get(at), random));
        }
      }
    }
  }

  private static JsonNode nearValue(JsonNode value, SplittableRandom random) {
    if (value.isTextual() && random.nextInt(3) == 0) {
      return NODES.textNode(Texts.near(value.textValue(), random));
    }
    if (value.isIntegralNumber() && random.nextInt(3) == 0) {
      return NODES.numberNode(value.longValue() + random.nextLong(-2, 3));
    }
    return value(random);
  }

  private static JsonNode value(SplittableRandom random) {
    return switch (random.nextInt(14)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(0);
      case 3 -> NODES.numberNode(-1);
      case 4 -> NODES.numberNode(Long.MAX_VALUE);
      case 5 -> NODES.numberNode(Integer.MAX_VALUE);
      case 6 -> NODES.numberNode(Long.MIN_VALUE);
      case 7 -> NODES.numberNode(BigInteger.TEN.pow(random.nextInt(19, 1_200)));
      case 8 -> NODES.numberNode(random.nextDouble());
      case 9 -> NODES.arrayNode().add(random.nextInt());
      case 10 -> NODES.objectNode().put(Texts.any(random), 1);
      case 11 -> NODES.numberNode(random.nextInt(64));
      default -> NODES.textNode(Texts.any(random));
    };
  }

  private static void collect(JsonNode tree, List<JsonNode> containers) {
    if (tree.isContainerNode()) {
      containers.add(tree);
      tree.forEach(child -> collect(child, containers));
    }
  }
}
