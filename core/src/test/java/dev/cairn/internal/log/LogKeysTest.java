package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogKeysTest {
  private final LogKeys keys = new LogKeys(Contexts.PROCESS);

  @Test
  void of_isWhatTheFormatSays() {
    assertThat(keys.of(1).value()).isEqualTo("training/ranker/log/999999999998-1");
    assertThat(keys.of(4711).value()).isEqualTo("training/ranker/log/999999995288-4711");
    assertThat(keys.of(LogKeys.LAST).value())
        .isEqualTo("training/ranker/log/000000000000-999999999999");
  }

  @Test
  void of_newerVersions_comeFirst() {
    List<ObjectKey> byVersion =
        LongStream.of(1, 2, 9, 10, 11, 99, 100, 999_999, 1_000_000, LogKeys.LAST - 1, LogKeys.LAST)
            .mapToObj(keys::of)
            .toList();
    assertThat(byVersion).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void version_ofAKey_isTheOneItWasMadeFrom() {
    for (long version : new long[] {1, 7, 10, 123_456_789, LogKeys.LAST}) {
      assertThat(keys.version(keys.of(version))).hasValue(version);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training/ranker/log/999999999998-2",
        "training/ranker/log/999999999998-01",
        "training/ranker/log/99999999998-1",
        "training/ranker/log/999999999998-1.tmp",
        "training/ranker/log/999999999999-0",
        "training/ranker/log/more/999999999998-1",
        "training/other/log/999999999998-1",
        "log/999999999998-1",
        "x"
      })
  void version_foreignKey_isEmpty(String key) {
    assertThat(keys.version(new ObjectKey(key))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, LogKeys.LAST + 1, Long.MAX_VALUE})
  void of_noVersion_isRefused(long version) {
    assertThatThrownBy(() -> keys.of(version)).isInstanceOf(IllegalArgumentException.class);
  }
}
