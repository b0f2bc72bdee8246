package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.cairn.DamagedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are not what the manifest promises, or not what a page may be. */
final class HostilePageTest {
  private static final List<CheckpointRow> ROWS = List.of(Marks.row(3, "a"), Marks.row(5, "b"));
  private static final byte[] RAW = PageFormat.raw(ROWS);
  private static final byte[] STORED = bytes(PageFormat.compress(RAW));

  @Test
  void decode_asWritten_isTheSame() {
    assertThat(PageFormat.decode(STORED, page(RAW, 3, 5, 2), "It")).isEqualTo(ROWS);
    assertThat(new String(RAW, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"version":3,"step":3,"status":"IN_PROGRESS","time":"2026-01-01T12:00:00Z",\
            "metrics":{},"reason":"a","items":[]}
            {"version":5,"step":5,"status":"IN_PROGRESS","time":"2026-01-01T12:00:00Z",\
            "metrics":{},"reason":"b","items":[]}
            """);
  }

  @Test
  void decode_anyByteChangedOrAnyEndCutOff_isDamagedOrTheSame() {
    for (int i = 0; i < STORED.length; i++) {
      byte[] flipped = STORED.clone();
      flipped[i] ^= 1;
      byte[] cut = Arrays.copyOf(STORED, i);
      assertThatThrownBy(() -> PageFormat.decode(cut, page(RAW, 3, 5, 2), "It"))
          .isInstanceOf(DamagedException.class);
      try {
        // Some bits of a frame mean nothing.
        assertThat(PageFormat.decode(flipped, page(RAW, 3, 5, 2), "It")).isEqualTo(ROWS);
      } catch (DamagedException e) {
        assertThat(e).hasMessageNotContainingAny("\n");
      }
    }
  }

  @Test
  void decode_rowsOtherThanTheLogLists_isDamaged() {
    for (PageRow other :
        List.of(page(RAW, 2, 5, 2), page(RAW, 3, 6, 2), page(RAW, 3, 5, 1), page(RAW, 3, 5, 3))) {
      assertThatThrownBy(() -> PageFormat.decode(STORED, other, "It"))
          .isInstanceOf(DamagedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "null\n",
        "{}\n",
        "[]\n",
        "1\n",
        "{\"version\":3}\n",
        "\"text\"\n",
        "{\n",
        "{"
      })
  void decode_noRows_isDamaged(String text) {
    byte[] raw = text.isEmpty() ? new byte[] {0} : text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PageFormat.decode(Zstd.compress(raw), page(raw, 3, 5, 2), "It"))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  void decode_rowsNotInOrderOrWithoutAnEnd_isDamaged() {
    byte[] twice = PageFormat.raw(List.of(ROWS.get(1), ROWS.get(1)));
    byte[] open = Arrays.copyOf(RAW, RAW.length - 1);
    for (byte[] raw : List.of(twice, open)) {
      assertThatThrownBy(() -> PageFormat.decode(Zstd.compress(raw), page(raw, 3, 5, 2), "It"))
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void decode_sizeThatNoPageHas_isRefusedBeforeMemoryIsTaken() {
    var huge =
        new PageRow("data/1/x", Entries.digest(RAW), Integer.MAX_VALUE, 3, 5, 2, 2, Versions.NONE);
    assertThatThrownBy(() -> PageFormat.decode(STORED, huge, "It"))
        .isInstanceOf(DamagedException.class);
  }

  private static PageRow page(byte[] raw, long first, long last, int rows) {
    return new PageRow(
        "data/1/x", Entries.digest(raw), raw.length, first, last, rows, rows, Versions.NONE);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
