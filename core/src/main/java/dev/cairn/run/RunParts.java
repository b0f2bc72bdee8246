package dev.cairn.run;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The parts of one registered run: written by whoever computes units, listed by whoever plans, read
 * by whoever wants results.
 *
 * <p><b>Why a listing tells what is done.</b> A store shows an object whole or not at all, so a
 * name in the listing stands for results that are durable. The name holds the digest of the bytes,
 * so what is read later is those results or is found out. The folder belongs to one registration of
 * one fingerprint, so the results are those of this run.
 *
 * <p><b>Why attempts do not harm each other.</b> A name holds the attempt, so no two write the same
 * key; and the results of a unit do not depend on the attempt, so it does not matter whose part
 * counts. A task that was given up, or a driver that was fenced and does not know it, can at most
 * add a part that is right.
 *
 * <p>Safe for use by many threads.
 */
public final class RunParts {
  private final ObjectStore store;
  private final KeyPrefix prefix;
  private final long units;

  /** The parts of a run of so many units, in the folder of its registration. */
  public RunParts(ObjectStore store, KeyPrefix prefix, long units) {
    this.store = store;
    this.prefix = prefix;
    this.units = units;
  }

  /**
   * Writes the results of some units and returns when they are durable: one PUT. It may be
   * repeated.
   *
   * @param attempt who writes, 1 to 32 lower-case letters and digits
   * @param results one for each unit, in order
   */
  public PartName write(UnitInterval interval, String attempt, List<byte[]> results) {
    if (interval.last() >= units) {
      throw new IllegalArgumentException("A run of " + units + " units has no units " + interval);
    }
    ByteBuffer bytes = PartFormat.encode(interval, results);
    PartName name = new PartName(interval, attempt, digest(bytes));
    store.put(prefix.key(name.format()), bytes, WriteCondition.ALWAYS);
    return name;
  }

  /** The parts that there are: one LIST for each 1,000 objects in the folder, and no GET. */
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
        if (name.isPresent()) {
          parts.add(name.get());
        } else {
          foreign++;
        }
      }
      request = page.continuation().map(now::after);
    }
    parts.sort(PartName::compareTo);
    return new PartListing(units, parts, foreign);
  }

  /**
   * The results in a part, one for each of its units, in order: one GET.
   *
   * @throws DamagedPartException when it is not there, or not as it was written
   */
  public List<byte[]> read(PartName part) {
    byte[] bytes =
        store
            .get(prefix.key(part.format()))
            .orElseThrow(
                () -> new DamagedPartException(prefix.value(), part, "it is not in the store"));
    if (!digest(ByteBuffer.wrap(bytes)).equals(part.sha256())) {
      throw new DamagedPartException(prefix.value(), part, "its SHA-256 does not match its name");
    }
    try {
      return PartFormat.decode(bytes, part.units());
    } catch (IOException e) {
      throw new DamagedPartException(prefix.value(), part, String.valueOf(e.getMessage()));
    }
  }

  /** The results of a slice, in the order of its units: one GET of the whole part. */
  public List<byte[]> read(PartSlice slice) {
    List<byte[]> all = read(slice.part());
    int from = (int) (slice.units().first() - slice.part().units().first());
    return all.subList(from, from + (int) slice.units().size());
  }

  /** Deletes parts, so that their units count as not computed. It may be repeated. */
  public void discard(Collection<PartName> parts) {
    store.delete(parts.stream().map(part -> prefix.key(part.format())).toList());
  }

  private static String digest(ByteBuffer bytes) {
    MessageDigest digest = RunDefinition.sha256();
    digest.update(bytes.duplicate());
    return HexFormat.of().formatHex(digest.digest());
  }
}
