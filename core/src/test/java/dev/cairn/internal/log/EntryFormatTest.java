package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.DamagedException;
import dev.cairn.UnsupportedFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryFormatTest {
  private static final String WHAT = "Entry v9 of training/ranker";

  @Test
  void decode_encoded_isTheSame() {
    Entry entry = EntryFormat.decode(Entries.bytes(Entries.full(), Entries.PAYLOAD), WHAT);
    assertThat(entry.manifest()).isEqualTo(Entries.full());
    assertThat(entry.payload()).isEqualTo(ByteBuffer.wrap(Entries.PAYLOAD));
    assertThat(entry.payload().isReadOnly()).isTrue();
  }

  @Test
  void decode_longTexts_areTheSame() {
    CheckpointRow row = Marks.row(9, "\ud83d, cut in half, " + "y".repeat(2_000_000));
    Manifest full = Entries.full();
    var manifest =
        new Manifest(
            full.process(),
            full.version(),
            full.kind(),
            full.epoch(),
            full.writeId(),
            full.previous(),
            full.time(),
            full.writer(),
            List.of(),
            List.of(row),
            List.of(),
            List.of(),
            List.of(),
            full.pins(),
            full.tags());
    assertThat(EntryFormat.decode(Entries.bytes(manifest, new byte[0]), WHAT).manifest())
        .isEqualTo(manifest);
  }

  @Test
  void encode_smallest_isAlwaysTheSameBytes() {
    assertThat(new String(Entries.bytes(Entries.smallest(), new byte[0]), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            CAIRN-ENTRY 1 272 0 5cef5058d311b977b587b6d98566492de7bb8e1d9613dc33d8bb9cd047586e48
            {"process":"training/ranker","version":1,"kind":"claim","epoch":1,\
            "writeId":"00112233445566778899aabbccddeeff","time":"2026-01-01T12:00:00Z",\
            "writer":{"host":"host","pid":42,"user":"user"},"pages":[],"live":[],\
            "retiredPages":[],"retired":[],"runs":[],"pins":[],"tags":{}}
            """);
  }

  @Test
  void encode_storeWithoutVersions_isAlwaysTheSameBytes() {
    assertThat(
            new String(
                Entries.bytes(Entries.unversioned(), Entries.PAYLOAD), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            CAIRN-ENTRY 1 2011 6 16ed5de9491839a46d77bc4f877c37cffcb3fa11b9cab11835ffdb0680a10689
            {"process":"training/ranker","version":9,"kind":"commit","epoch":7,\
            "writeId":"00112233445566778899aabbccddeeff",\
            "previous":"ffeeddccbbaa99887766554433221100","time":"2026-01-31T23:59:59.123Z",\
            "writer":{"host":"host","pid":42,"user":"user"},\
            "pages":[{"object":"data/1/%1$s-fedcba9876543210","sha256":"%1$s","bytes":900,\
            "first":1,"last":4,"rows":3,"left":2,"removed":[1,1]}],\
            "live":[{"version":9,"step":120,"totalSteps":1000,"status":"IN_PROGRESS",\
            "time":"2026-01-31T23:59:59.123Z","metrics":{"loss":0.25,"odd":"NaN"},\
            "reason":"a \\"reason\\", and ünïcödé","items":[{"name":"rng","codec":"bytes",\
            "bytes":6,"chunks":[{"sha256":\
            "995cf20a9c45daaf0a2cc31e85c290032ced97aadbac6c9d625595f5ce0ed427",\
            "bytes":6,"inline":0}]},{"name":"weights","codec":"doubles","bytes":80,\
            "chunks":[{"sha256":"%1$s","bytes":80,\
            "object":{"key":"data/7/%1$s-0123456789abcdef","bytes":50,"compression":"zstd"}}]}],\
            "restored":{"from":7,"passedOver":["v8 of training/ranker is damaged"]}}],\
            "retiredPages":[{"page":{"object":"data/1/%1$s-fedcba9876543210","sha256":"%1$s",\
            "bytes":900,"first":5,"last":7,"rows":3,"left":2,"removed":[5,5]},\
            "since":"2026-01-31T23:59:59.123Z","deleted":[6,7]}],\
            "retired":[{"checkpoint":{"version":8,"step":8,"status":"IN_PROGRESS",\
            "time":"2026-01-01T12:00:00Z","metrics":{},"reason":"old","items":[]},\
            "since":"2026-01-31T23:59:59.123Z","cause":"retention"}],\
            "runs":[{"fingerprint":"%1$s","version":5,"definition":{"seed":"1"},\
            "time":"2026-01-31T23:59:59.123Z","completed":9,\
            "retired":"2026-01-31T23:59:59.123Z"}],"pins":[9],\
            "tags":{"best":{"version":9,"expires":"2026-01-31T23:59:59.123Z"}}}
            inline"""
                .formatted("ab".repeat(32)));
  }

  @Test
  void encode_storeWithVersions_hasTheirIdsBesides() {
    assertThat(Entries.json(Entries.full()))
        .isEqualTo(
            Entries.json(Entries.unversioned())
                .replace(
                    "\"compression\":\"zstd\"}",
                    "\"compression\":\"zstd\",\"versionId\":\"3/L4kqtJlcpXro\"}")
                .replace("\"removed\":[1,1]}", "\"removed\":[1,1],\"versionId\":\"page+one\"}")
                .replace("\"removed\":[5,5]}", "\"removed\":[5,5],\"versionId\":\"page+one\"}"))
        .isNotEqualTo(Entries.json(Entries.unversioned()));
  }

  @Test
  void decode_writtenWithoutVersionIds_isWrittenAgainAsItWas() {
    String json = Entries.json(Entries.unversioned());
    Manifest manifest =
        EntryFormat.decode(Entries.sealed(1, json, Entries.PAYLOAD), WHAT).manifest();
    assertThat(manifest).isEqualTo(Entries.unversioned());
    assertThat(Entries.json(manifest)).isEqualTo(json).doesNotContain("versionId");
  }

  @Test
  void encode_doesNotMoveThePayload() {
    ByteBuffer payload = ByteBuffer.wrap(Entries.PAYLOAD);
    EntryFormat.encode(Entries.full(), payload);
    assertThat(payload.remaining()).isEqualTo(Entries.PAYLOAD.length);
  }

  @Test
  void decode_anyBitFlipped_isRefused() {
    byte[] whole = Entries.bytes(Entries.smallest(), Entries.PAYLOAD);
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertRefused(flipped);
      }
    }
  }

  @Test
  void decode_anyPartMissingOrMore_isRefused() {
    byte[] whole = Entries.bytes(Entries.smallest(), Entries.PAYLOAD);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
      assertRefused(Arrays.copyOfRange(whole, whole.length - length, whole.length));
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1));
    assertRefused(Arrays.copyOf(whole, 2 * whole.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "CAIRN-ENTRY",
        "{}",
        "CAIRN-ENTRY 1 1 0\n\n",
        "<Error>AccessDenied</Error>",
        "CAIRN-ENTRY 99999999999 1 0 x\n",
        "CAIRN-ENTRY 1 999999999 999999999 x\n"
      })
  void decode_foreign_isDamaged(String text) {
    assertThatThrownBy(() -> EntryFormat.decode(text.getBytes(StandardCharsets.UTF_8), WHAT))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining(WHAT)
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void decode_lengthsBeyondTheObject_isDamagedWithoutReadingThem() {
    String digest = "0".repeat(64);
    String line = "CAIRN-ENTRY 1 999999999 999999999 " + digest + "\n";
    assertThatThrownBy(() -> EntryFormat.decode(line.getBytes(StandardCharsets.UTF_8), WHAT))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("promises 1999999998");
  }

  @Test
  void decode_unknownFormat_saysWhichOneReadsIt() {
    byte[] future = Entries.sealed(2, "{\"all\":\"new\"}", Entries.PAYLOAD);
    assertThatThrownBy(() -> EntryFormat.decode(future, WHAT))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("up to 1");
  }

  @Test
  void decode_unknownFormatDamaged_isDamagedFirst() {
    byte[] future = Entries.sealed(2, "{\"all\":\"new\"}", Entries.PAYLOAD);
    future[future.length - 1] ^= 1;
    assertThatThrownBy(() -> EntryFormat.decode(future, WHAT)).isInstanceOf(DamagedException.class);
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> EntryFormat.decode(bytes, WHAT)).isInstanceOf(DamagedException.class);
  }
}
