package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.internal.log.Sha256;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are no part, or not the one that was written. */
class HostilePartTest {
  private static final KeyPrefix PREFIX = new KeyPrefix("runs/r/");
  private static final UnitInterval UNITS = new UnitInterval(100, 104);

  private final MemoryStore store = new MemoryStore();
  private final RunParts parts = new RunParts(store, PREFIX, 1_000_000_000);

  private PartName written(List<byte[]> results) {
    return parts.write(UNITS, "a", results);
  }

  private byte[] stored(PartName part) {
    return store.get(PREFIX.key(part.format())).orElseThrow();
  }

  private void store(PartName part, byte[] bytes) {
    store.put(PREFIX.key(part.format()), ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
  }

  private String damage(PartName part, byte[] bytes) {
    store(part, bytes);
    try {
      parts.read(part);
    } catch (DamagedPartException e) {
      assertThat(e.part()).isEqualTo(part);
      assertThat(e).message().doesNotContain("\n").contains(e.why(), part.format());
      return e.why();
    }
    throw new AssertionError("taken for whole");
  }

  private static List<byte[]> compressible() {
    return List.of(
        new byte[40],
        "text text text text".getBytes(StandardCharsets.US_ASCII),
        new byte[0],
        new byte[] {7},
        new byte[300]);
  }

  private static List<byte[]> incompressible() {
    byte[] noise = new byte[40];
    new Random(5).nextBytes(noise);
    return List.of(noise, new byte[] {1}, new byte[0], new byte[] {7}, new byte[] {8});
  }

  @Test
  void read_anyBitFlippedInPlainPart_isDamaged() {
    PartName part = written(incompressible());
    byte[] good = stored(part);
    assertThat(new String(good, StandardCharsets.ISO_8859_1)).contains(" none ");
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      damage(part, bad);
    }
  }

  @Test
  void read_anyBitFlippedInCompressedPart_isDamagedOrWithoutEffect() {
    List<byte[]> results = compressible();
    PartName part = written(results);
    byte[] good = stored(part);
    assertThat(new String(good, StandardCharsets.ISO_8859_1)).contains(" zstd ");
    int without = 0;
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      store(part, bad);
      try {
        // a frame has a bit that decoders pass over (RFC 8878, 3.1.1.1.1.3)
        assertThat(parts.read(part)).usingElementComparator(Arrays::compare).isEqualTo(results);
        without++;
      } catch (DamagedPartException e) {
        assertThat(e.part()).isEqualTo(part);
      }
    }
    assertThat(without).isLessThanOrEqualTo(8);
  }

  @Test
  void read_cutAnywhereOrLonger_isDamaged() {
    for (List<byte[]> results : List.of(compressible(), incompressible())) {
      PartName part = written(results);
      byte[] good = stored(part);
      for (int length = 0; length < good.length; length++) {
        damage(part, Arrays.copyOf(good, length));
      }
      for (int more : new int[] {1, 2, 7, 64, 100_000}) {
        damage(part, Arrays.copyOf(good, good.length + more));
      }
      byte[] twice = Arrays.copyOf(good, 2 * good.length);
      System.arraycopy(good, 0, twice, good.length, good.length);
      damage(part, twice);
    }
  }

  @Test
  void read_randomBytes_isDamaged() {
    PartName part = written(compressible());
    for (long seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      byte[] line =
          ("CAIRN-PART 1 100 104 "
                  + (random.nextBoolean() ? "zstd " : "none ")
                  + random.nextInt(1, 2_000)
                  + "\n")
              .getBytes(StandardCharsets.US_ASCII);
      if (random.nextBoolean() && bytes.length > line.length) {
        System.arraycopy(line, 0, bytes, 0, line.length);
      }
      assertThatCode(() -> damage(part, bytes)).as("seed %d", seed).doesNotThrowAnyException();
    }
  }

  @Test
  void read_lineThatIsNotOne_isDamaged() {
    PartName part = written(incompressible());
    String body = new String(stored(part), StandardCharsets.ISO_8859_1).split("\n", 2)[1];
    for (String line :
        List.of(
            "",
            " ",
            "CAIRN-PART",
            "CAIRN-ENTRY 1 100 104 none 62",
            "CAIRN-PART 1 100 104 none " + body.length() + " ",
            "CAIRN-PART 1 100 104 gzip " + body.length(),
            "CAIRN-PART 1 100 104 none -1",
            "CAIRN-PART 1 100 104 none +62",
            "CAIRN-PART 1 100 104 none 0" + body.length(),
            "CAIRN-PART 01 100 104 none " + body.length(),
            "CAIRN-PART 1 100 104 none 99999999999999999999",
            "CAIRN-PART 99999999999 100 104 none " + body.length(),
            "CAIRN-PART 1 100 99999999999999999999 none " + body.length(),
            "CAIRN-PART 1 104 100 none " + body.length(),
            "CAIRN-PART 1 100 103 none " + body.length(),
            "CAIRN-PART 1 101 104 none " + body.length(),
            "CAIRN-PART 1 100 104 none " + "6".repeat(100_000))) {
      damage(part, (line + "\n" + body).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** A part whose name has the right digest for a body of any content. */
  private PartName signed(
      int format, UnitInterval units, String compression, byte[] body, byte[] stored) {
    String plain =
        "CAIRN-PART %d %d %d none %d\n".formatted(format, units.first(), units.last(), body.length);
    String sha256 =
        Sha256.of(
            ByteBuffer.wrap(plain.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body));
    var part = new PartName(units, "hostile", sha256);
    var object = new ByteArrayOutputStream();
    object.writeBytes(plain.replace("none", compression).getBytes(StandardCharsets.US_ASCII));
    object.writeBytes(stored);
    store(part, object.toByteArray());
    return part;
  }

  private PartName signed(int first, int last, byte[] body) {
    return signed(1, new UnitInterval(first, last), "none", body, body);
  }

  private static byte[] body(int... words) {
    ByteBuffer body = ByteBuffer.allocate(4 * words.length);
    Arrays.stream(words).forEach(body::putInt);
    return body.array();
  }

  private void damaged(PartName part, String why) {
    assertThatThrownBy(() -> parts.read(part))
        .isInstanceOf(DamagedPartException.class)
        .hasMessageContaining(why);
  }

  @Test
  void read_lengthsThatLieUnderTheRightDigest_isDamaged() {
    damaged(signed(0, 0, body(1)), "ends within the result of unit 0");
    damaged(signed(0, 1, body(4, 0)), "ends within the result of unit 1");
    damaged(signed(0, 1, body(5, 0)), "ends within the result of unit 0");
    damaged(signed(0, 0, body(-1)), "ends within the result of unit 0");
    damaged(signed(0, 0, body(Integer.MIN_VALUE)), "ends within the result of unit 0");
    damaged(signed(0, 1, body(Integer.MAX_VALUE, 0)), "ends within the result of unit 0");
    damaged(signed(0, 1, body(Integer.MAX_VALUE - 3, 0)), "ends within the result of unit 0");
    damaged(signed(0, 0, body(0, 0)), "goes on after its last unit");
    damaged(signed(0, 0, new byte[] {0, 0, 0, 0, 9}), "goes on after its last unit");
    damaged(signed(0, 1, new byte[] {0, 0, 0, 1, 9, 0, 0}), "too short for its units");
    damaged(signed(0, PartName.MAX_UNITS - 1, body(0)), "too short for its units");
    assertThat(parts.read(signed(0, 1, body(4, 7, 0)))).hasSize(2);
  }

  @Test
  void read_framesThatLieUnderTheRightDigest_isDamaged() {
    byte[] body = new byte[100_000];
    ByteBuffer.wrap(body).putInt(body.length - 4);
    byte[] frame = Zstd.compress(body);
    var unit = new UnitInterval(0, 0);
    assertThat(parts.read(signed(1, unit, "zstd", body, frame)).get(0)).hasSize(99_996);

    byte[] empty = Zstd.compress(new byte[0]);
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9};
    for (byte[] more : List.of(empty, skippable, frame, new byte[1])) {
      damaged(signed(1, unit, "zstd", body, joined(frame, more)), "not one Zstandard frame");
      damaged(signed(1, unit, "zstd", body, joined(more, frame)), "");
    }
    damaged(signed(1, unit, "zstd", body, Zstd.compress(new byte[100_001])), "not one Zstandard");
    damaged(signed(1, unit, "zstd", body, Zstd.compress(new byte[99_999])), "not one Zstandard");
    damaged(signed(1, unit, "zstd", body, new byte[0]), "cannot hold so many");
    damaged(signed(1, unit, "zstd", body, body), "not one Zstandard frame");
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Test
  void read_promiseOfMoreThanIsThere_allocatesNothingForIt() {
    var unit = new UnitInterval(0, 0);
    byte[] frame = Zstd.compress(new byte[1_000]);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String size : List.of("268435456", "268435457", "999999999")) {
      PartName part = new PartName(unit, "a", "0".repeat(64));
      store(
          part,
          joined(
              ("CAIRN-PART 1 0 0 zstd " + size + "\n").getBytes(StandardCharsets.US_ASCII), frame));
      long before = threads.getCurrentThreadAllocatedBytes();
      damaged(part, "cannot hold so many");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }
  }

  @Test
  void read_frameThatUnpacksToMoreThanItPromises_isDamagedAndBounded() {
    byte[] bomb = Zstd.compress(new byte[200 << 20]); // a few KiB
    // The size in its header is four bytes after magic and descriptor: say 1,000,000.
    assertThat(bomb).hasSizeLessThan(64 << 10);
    int at = sizeField(bomb);
    ByteBuffer.wrap(bomb).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(at, 1_000_000);
    assertThat(Zstd.getFrameContentSize(bomb)).isEqualTo(1_000_000);
    PartName part = new PartName(new UnitInterval(0, 0), "a", "0".repeat(64));
    store(
        part, joined("CAIRN-PART 1 0 0 zstd 1000000\n".getBytes(StandardCharsets.US_ASCII), bomb));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    damaged(part, "cannot be decompressed");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
  }

  /** Where the four bytes of the content size begin (RFC 8878, 3.1.1.1). */
  private static int sizeField(byte[] frame) {
    int descriptor = frame[4] & 0xff;
    assertThat(descriptor >> 6).as("size field of four bytes").isEqualTo(2);
    boolean singleSegment = (descriptor & 0x20) != 0;
    return singleSegment ? 5 : 6;
  }

  @Test
  void read_newerFormatUnderTheRightDigest_isUnsupportedAndNotDamaged() {
    byte[] body = "something new".getBytes(StandardCharsets.US_ASCII);
    var unit = new UnitInterval(3, 3);
    PartName part = signed(2, unit, "none", body, body);
    assertThatThrownBy(() -> parts.read(part))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("format 2");
    byte[] packed = Zstd.compress(new byte[1_000]);
    PartName other = signed(3, unit, "zstd", new byte[1_000], packed);
    assertThatThrownBy(() -> parts.read(other)).isInstanceOf(UnsupportedFormatException.class);
    byte[] bad = stored(part);
    bad[bad.length - 1] ^= 1;
    damage(part, bad);
  }

  @Test
  void read_whatAnotherNameHolds_isDamaged() {
    PartName one = parts.write(new UnitInterval(0, 0), "a", List.of(new byte[] {1}));
    PartName two = parts.write(new UnitInterval(0, 0), "a", List.of(new byte[] {2}));
    PartName far = parts.write(new UnitInterval(9, 9), "a", List.of(new byte[] {1}));
    assertThat(damage(one, stored(two))).isEqualTo("its SHA-256 does not match its name");
    assertThat(damage(one, stored(far))).contains("other units");
  }

  @Test
  void read_partThatIsGone_isDamaged() {
    PartName part = written(compressible());
    parts.discard(List.of(part));
    damaged(part, "it is not in the store");
  }
}
