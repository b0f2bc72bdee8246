package dev.cairn.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers of a unit: they depend on the run's seed and the unit's number, and on nothing
 * else, so that a unit gets the same ones on any machine, in any task, at any attempt.
 */
public final class UnitRandom {
  private static final byte[] DOMAIN = "cairn unit random 1".getBytes(StandardCharsets.US_ASCII);
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private UnitRandom() {}

  /**
   * The generator of a unit, at its start: L64X128MixRandom (G. Steele and S. Vigna, OOPSLA 2021),
   * seeded by the first eight bytes of the SHA-256 of a fixed text, the run's seed and the unit's
   * number.
   */
  public static RandomGenerator of(long seed, long unit) {
    MessageDigest digest = RunDefinition.sha256();
    digest.update(DOMAIN);
    digest.update(ByteBuffer.allocate(16).putLong(seed).putLong(unit).flip());
    return FACTORY.create(ByteBuffer.wrap(digest.digest()).getLong());
  }
}
