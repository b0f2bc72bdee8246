package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PutOutcomeTest {
  @Test
  void written_longestVersionId_isTaken() {
    String longest = "x".repeat(PutOutcome.Written.MAX_VERSION_ID_BYTES);
    assertThat(new PutOutcome.Written(Optional.of(longest)).versionId()).contains(longest);
    assertThat(new PutOutcome.Written().versionId()).isEmpty();
  }

  @Test
  void written_noVersionId_isRefusedWithoutShowingIt() {
    for (String none : new String[] {"", "a\u001b[2J", "x".repeat(1025), "\u00e9".repeat(513)}) {
      assertThat(PutOutcome.Written.isVersionId(none)).isFalse();
      assertThatThrownBy(() -> new PutOutcome.Written(Optional.of(none)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContainingAny("\u001b", "xxx", "\u00e9");
    }
  }
}
