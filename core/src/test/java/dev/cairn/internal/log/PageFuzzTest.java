package dev.cairn.internal.log;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import dev.cairn.DamagedException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a page, under the digest that belongs to it. */
final class PageFuzzTest {
  static Stream<byte[]> pages() {
    return Stream.of(PageFormat.raw(Entries.full().tail()));
  }

  @MethodSource("pages")
  @FuzzTest(maxDuration = "1m")
  void decode_anyRows_areRowsOrDamaged(byte[] raw) {
    if (raw.length == 0) {
      return;
    }
    PageRow page =
        new PageRow(
            "data/1/page", Sha256.of(ByteBuffer.wrap(raw)), raw.length, 1, 9, 1, 1, Versions.NONE);
    try {
      PageFormat.decode(Zstd.compress(raw), page, "It");
    } catch (DamagedException expected) {
      // That is the answer.
    }
  }
}
