package dev.cairn.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of all results of a run: SHA-256 over a fixed text, the number of units in eight bytes
 * (big-endian), and the SHA-256 of each result in the order of the units.
 *
 * <p>It is the same however the results were cut into parts, on however many machines, in whatever
 * order they came. Whoever reads parts needs to send 32 bytes for a unit, not the results.
 *
 * <p>Used by one thread.
 */
public final class ResultDigest {
  /** The bytes of the digest of one unit's result. */
  public static final int UNIT_BYTES = 32;

  private static final byte[] DOMAIN = "cairn run results 1".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest digest = RunDefinition.sha256();
  private final long units;
  private long next;

  /** A digest over the results of so many units. */
  public ResultDigest(long units) {
    this.units = units;
    digest.update(DOMAIN);
    digest.update(ByteBuffer.allocate(8).putLong(units).flip());
  }

  /** The digests of some results, {@value #UNIT_BYTES} bytes for each, one after the other. */
  public static byte[] unitDigests(List<byte[]> results) {
    ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(results.size(), UNIT_BYTES));
    MessageDigest one = RunDefinition.sha256();
    results.forEach(result -> all.put(one.digest(result)));
    return all.array();
  }

  /**
   * Adds the digests of the results of the units that come next.
   *
   * @throws IllegalArgumentException when other units come next, or when there are not {@value
   *     #UNIT_BYTES} bytes for each
   */
  public void add(UnitInterval interval, byte[] unitDigests) {
    if (interval.first() != next
        || interval.last() >= units
        || unitDigests.length != interval.size() * UNIT_BYTES) {
      throw new IllegalArgumentException(
          "Unit %d of %d comes next, not %s with %d bytes"
              .formatted(next, units, interval, unitDigests.length));
    }
    digest.update(unitDigests);
    next = interval.last() + 1;
  }

  /**
   * The digest, 64 lower-case hexadecimal digits.
   *
   * @throws IllegalStateException when units are missing
   */
  public String complete() {
    if (next != units) {
      throw new IllegalStateException(
          "The results of the units from %d to %d are missing".formatted(next, units - 1));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
