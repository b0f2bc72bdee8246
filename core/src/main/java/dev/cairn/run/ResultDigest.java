package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import dev.cairn.internal.log.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * The digest of all results of a run: SHA-256 over the ASCII text {@code cairn run results 1}, the
 * number of units in eight bytes (big-endian), and then the SHA-256 of each unit's result, 32 bytes
 * each, in the order of units.
 *
 * <p><b>Why it does not depend on how results were cut into parts.</b> What is hashed is a sequence
 * with one member for each unit in the order of units, and a member depends on the bytes of that
 * unit's result alone. No bound of a part, no name and no order of arrival is among what is hashed,
 * and {@link #add} takes the members in no other order, so two runs with the same results hash the
 * same bytes. The other way round, results that differ give different digests: the text and the
 * count have fixed lengths and so has each member, so no two sequences of members are the same
 * bytes, and members of different results differ, as far as SHA-256 has no collisions.
 *
 * <p>Whoever reads a part sends 32 bytes for each unit to whoever combines them, and not the
 * results. What is combined is kept nowhere: memory does not grow with the number of units.
 *
 * <p>Used by one thread.
 */
public final class ResultDigest {
  /** The bytes of the digest of one unit's result. */
  public static final int UNIT_BYTES = 32;

  private static final byte[] DOMAIN = "cairn run results 1".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest digest = Sha256.digest();
  private final long units;
  private long next;

  /**
   * A digest over the results of a run of {@code units}.
   *
   * @param units 1 to {@value RunDefinition#MAX_UNITS}
   */
  public ResultDigest(long units) {
    RunDefinition.checkUnits(units);
    this.units = units;
    digest.update(DOMAIN);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(units).flip());
  }

  /** The digests of some results, {@value #UNIT_BYTES} bytes for each, one after the other. */
  public static byte[] unitDigests(List<byte[]> results) {
    ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(results.size(), UNIT_BYTES));
    MessageDigest one = Sha256.digest();
    results.forEach(result -> all.put(one.digest(result)));
    return all.array();
  }

  /**
   * Adds the digests of the results of the units that come next. When it throws, nothing was added.
   *
   * @param interval begins with the unit after the last one that was added, or with 0
   * @param unitDigests as {@link #unitDigests} returns them
   * @throws InvalidRequestException when other units come next, or when there are not {@value
   *     #UNIT_BYTES} bytes for each
   */
  public void add(UnitInterval interval, byte[] unitDigests) {
    if (interval.first() != next || interval.last() >= units) {
      throw new InvalidRequestException(
          "The units %s cannot be added to a digest of %d units: unit %d comes next."
              .formatted(interval, units, next));
    }
    if (unitDigests.length != interval.size() * UNIT_BYTES) {
      throw new InvalidRequestException(
          "The units %s cannot have digests of %d bytes: give %d bytes for each."
              .formatted(interval, unitDigests.length, UNIT_BYTES));
    }
    digest.update(unitDigests);
    next = interval.last() + 1;
  }

  /**
   * The digest, 64 lower-case hexadecimal digits. It is asked for once.
   *
   * @throws InvalidRequestException when units are missing; nothing was changed
   * @throws IllegalStateException when it was asked for before
   */
  public String complete() {
    if (next > units) {
      throw new IllegalStateException("The digest was completed before.");
    }
    if (next < units) {
      throw new InvalidRequestException(
          "The digest cannot be completed: add the results of the units %d to %d."
              .formatted(next, units - 1));
    }
    next = units + 1;
    return Sha256.hex(digest);
  }
}
