package dev.cairn.run;

import dev.cairn.internal.log.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The random numbers of a unit: they depend on the run's seed and the unit's number, and on nothing
 * else, so a unit draws the same ones on any machine, in any task, at any attempt.
 *
 * <p>The generator is L64X128MixRandom (G. L. Steele Jr. and S. Vigna, "LXM: better splittable
 * pseudorandom number generators", OOPSLA 2021), which the Java platform has. Its seed is the first
 * eight bytes (big-endian) of the SHA-256 of the ASCII text {@code cairn unit random 1}, the run's
 * seed and the unit's number, eight bytes each (big-endian). So neighbouring units and neighbouring
 * seeds have unrelated sequences. The chance that any two of n units have the same seed is about
 * n²/2⁶⁵: 3 in 100 million for a million units, 3 % for a billion.
 */
public final class UnitRandom {
  private static final byte[] DOMAIN = "cairn unit random 1".getBytes(StandardCharsets.US_ASCII);
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private UnitRandom() {}

  /**
   * The generator of a unit, at its start. It is not safe for use by several threads.
   *
   * @param seed of the run, any number
   * @param unit its number, any number
   */
  public static RandomGenerator of(long seed, long unit) {
    MessageDigest digest = Sha256.digest();
    digest.update(DOMAIN);
    digest.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(seed).putLong(unit).flip());
    return FACTORY.create(ByteBuffer.wrap(digest.digest()).getLong());
  }
}
