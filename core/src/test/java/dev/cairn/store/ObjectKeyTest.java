package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
  static List<String> invalid() {
    return List.of(
        "",
        "/",
        "/absolute",
        "trailing/",
        "empty//segment",
        ".",
        "..",
        "../up",
        "a/../b",
        "a/./b",
        "a/..",
        "nul\0byte",
        "new\nline",
        "sp ace",
        "back\\slash",
        "C:x",
        "~home",
        "%2e%2e",
        "ümlaut",
        "\u2024\u2024",
        "\uff0e\uff0e/x",
        "\ud83d\ude00",
        "\ud800",
        "s".repeat(ObjectKey.MAX_SEGMENT + 1));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void new_invalidValue_isRefusedInOnePrintableLine(String value) {
    assertThatThrownBy(() -> new ObjectKey(value))
        .isInstanceOf(InvalidKeyException.class)
        .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]{1,600}"));
    assertThatThrownBy(() -> new KeyPrefix(value + "/")).isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void new_longerThanTheLimit_isRefused() {
    String longest = ("s".repeat(99) + "/").repeat(6) + "s".repeat(100);
    assertThat(new ObjectKey(longest).value()).hasSize(ObjectKey.MAX_LENGTH);
    assertThatThrownBy(() -> new ObjectKey(longest + "s")).isInstanceOf(InvalidKeyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "...", "a..b", ".a", "A-Z_0=9", "a/b/c/d/e/f"})
  void new_validValue_isKept(String value) {
    assertThat(new ObjectKey(value)).hasToString(value);
    assertThat(new KeyPrefix(value + "/")).hasToString(value + "/");
  }

  @Test
  void new_prefixWithoutSlash_isRefused() {
    assertThatThrownBy(() -> new KeyPrefix("a")).isInstanceOf(InvalidKeyException.class);
    assertThat(KeyPrefix.ROOT.folder("a").key("b")).isEqualTo(new ObjectKey("a/b"));
  }
}
