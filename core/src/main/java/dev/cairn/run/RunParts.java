package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The parts of one registered run: written by whoever computes units, listed by whoever plans, read
 * by whoever wants results.
 *
 * <p><b>Why a listing tells what is done.</b> A store shows an object whole or not at all, and
 * shows it in every listing that starts after its put was acknowledged. So a name that is listed
 * stands for results that are durable, and results whose writer was told that they are durable are
 * listed. The folder belongs to one registration of one {@link Fingerprint} and is never used for
 * another, so the results are those of this run. The name holds the units and the digest of the
 * content, so no object has to be read to know what it holds; when it is read, it is found to be
 * that or is reported as damaged. What is missing is all units less those.
 *
 * <p><b>Why attempts do not harm each other.</b> A name holds the attempt and the digest of the
 * content, so two puts under one name have the same content, and it makes no difference whether
 * one, both, or both in any order are applied. A put whose answer was lost may be applied at any
 * later time; it adds a part that is right, or one that is there already. The same holds for a task
 * that was given up and for a driver that was fenced and does not know it. {@link Cover} says why
 * parts that overlap are safe. Since an attempt is never named like another, a part that is written
 * after {@link #discard} has a new name, and a delete that arrives late cannot hit it.
 *
 * <p>Parts say nothing about whether a run is done and which of them count: that is what the log
 * says, and only its writer can write it.
 *
 * <p>Safe for use by many threads and processes at once, when the store is.
 */
public final class RunParts {
  /** The most bytes that a part has as it is stored, its first line included. */
  public static final int MAX_STORED = PartFormat.MAX_BODY + PartFormat.MAX_LINE;

  private final ObjectStore store;
  private final KeyPrefix prefix;
  private final long units;

  /**
   * The parts of a run.
   *
   * @param prefix the folder of the run's registration
   * @param units of the run's definition
   */
  public RunParts(ObjectStore store, KeyPrefix prefix, long units) {
    RunDefinition.checkUnits(units);
    this.store = store;
    this.prefix = prefix;
    this.units = units;
  }

  /**
   * Writes the results of some units as a part, and returns when it is durable. Exactly one PUT.
   * Atomic: the part is there whole or not at all. It may be repeated, which changes nothing.
   *
   * <p>Memory: up to twice the bytes of the results besides the results themselves.
   *
   * @param interval at most {@value PartName#MAX_UNITS} units of the run
   * @param attempt names this attempt to compute the units, and no other: 1 to 32 lower-case
   *     letters and digits, such as 32 random hexadecimal digits
   * @param results one for each unit, in order; with four bytes for each, at most 256 MiB
   * @return the name under which it is listed
   * @throws InvalidRequestException when something is not as described; nothing was written
   * @throws dev.cairn.store.StoreException when the store refused it; nothing was written
   * @throws dev.cairn.store.StoreUnavailableException when the store did not answer; write it again
   */
  public PartName write(UnitInterval interval, String attempt, List<byte[]> results) {
    requireInRun(interval);
    PartFormat.Encoded part = PartFormat.encode(interval, results);
    PartName name = new PartName(interval, attempt, part.sha256());
    store.put(prefix.key(name.format()), part.bytes(), WriteCondition.ALWAYS);
    return name;
  }

  /**
   * The parts that are there, by their names alone. For n objects this is ceil(n / 1000) LIST
   * requests, and one for n = 0, with a store that ends a listing with its last full page, as S3
   * and the stores of this library do; one that says of a full page that more may follow, when
   * nothing does, costs one more when n is a multiple of 1000.
   *
   * <p>A part whose write ends before this begins is in it; one that is written or discarded
   * meanwhile may be or not.
   */
  public PartListing list() {
    List<PartName> parts = new ArrayList<>();
    long foreign = 0;
    Optional<ListRequest> request = Optional.of(ListRequest.objects(prefix));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      for (ObjectInfo object : page.objects()) {
        Optional<PartName> name =
            PartName.parse(object.key().value().substring(prefix.value().length()))
                .filter(part -> part.units().last() < units);
        name.ifPresent(parts::add);
        foreign += name.isPresent() ? 0 : 1;
      }
      request = page.continuation().map(now::after);
    }
    return new PartListing(units, parts, foreign);
  }

  /**
   * The results in a part, one for each of its units, in order: one GET. All bytes were checked
   * against the digest in the name.
   *
   * @throws DamagedPartException when it is not there, or is not what its name promises
   * @throws dev.cairn.UnsupportedFormatException when a newer version of Cairn wrote it
   * @throws dev.cairn.store.StoreUnavailableException when the store did not answer, which says
   *     nothing about the part
   */
  public List<byte[]> read(PartName part) {
    byte[] bytes = get(part);
    try {
      return PartFormat.decode(bytes, part);
    } catch (IOException e) {
      throw damaged(part, String.valueOf(e.getMessage()));
    }
  }

  /**
   * A part as it is stored, for {@link #copy}: one GET. All bytes were checked against the digest
   * in the name. Fails as {@link #read(PartName)} does.
   */
  public byte[] stored(PartName part) {
    byte[] bytes = get(part);
    try {
      PartFormat.decode(bytes, part);
    } catch (IOException e) {
      throw damaged(part, String.valueOf(e.getMessage()));
    }
    return bytes;
  }

  /**
   * Adds a part of another registration of the same run, as {@link #stored} gave it. One PUT, which
   * may be repeated.
   *
   * @throws InvalidRequestException when the part has units that the run does not have; nothing was
   *     written
   * @throws DamagedPartException when the bytes are not that part; nothing was written
   */
  public void copy(PartName part, byte[] stored) {
    requireInRun(part.units());
    check(part, stored);
    store.put(prefix.key(part.format()), ByteBuffer.wrap(stored), WriteCondition.ALWAYS);
  }

  /**
   * Compares the stored form of a part with its name.
   *
   * @throws DamagedPartException when it is not that part
   * @throws dev.cairn.UnsupportedFormatException when a newer version of Cairn wrote it
   */
  public static void check(PartName part, byte[] stored) {
    try {
      PartFormat.decode(stored, part);
    } catch (IOException e) {
      throw new DamagedPartException("", part, String.valueOf(e.getMessage()));
    }
  }

  /** The results of the units of a slice, in order: one GET of the whole part, which is checked. */
  public List<byte[]> read(PartSlice slice) {
    List<byte[]> all = read(slice.part());
    int from = (int) (slice.units().first() - slice.part().units().first());
    return List.copyOf(all.subList(from, from + (int) slice.units().size()));
  }

  /**
   * Deletes parts, so that their units count as missing unless other parts hold them. One batch
   * delete, which is one request for each 1,000 parts. Not atomic; it may be repeated.
   */
  public void discard(Collection<PartName> parts) {
    if (!parts.isEmpty()) {
      store.delete(parts.stream().map(part -> prefix.key(part.format())).toList());
    }
  }

  private byte[] get(PartName part) {
    return store
        .get(prefix.key(part.format()))
        .orElseThrow(() -> damaged(part, "it is not in the store"));
  }

  private void requireInRun(UnitInterval interval) {
    if (interval.last() >= units) {
      throw new InvalidRequestException(
          "A run of %d units has no units %s: give units from 0 to %d."
              .formatted(units, interval, units - 1));
    }
  }

  private DamagedPartException damaged(PartName part, String why) {
    return new DamagedPartException(prefix.value(), part, why);
  }
}
