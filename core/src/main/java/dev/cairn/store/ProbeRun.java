package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.CairnException;
import dev.cairn.internal.text.OneLine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One run of a probe, in a folder of its own. */
final class ProbeRun {
  private static final int ROUNDS = 3;
  private static final int RACERS = 8;
  private static final String FIRST = "the first of two";
  private static final String CONTENT = "0123456789";

  /** Orders of words, of folders and of time all differ from the order of these bytes. */
  private static final List<String> NAMES =
      List.of("a0", "aa", "a-b", "a_b", "a/b", "aA", "a.b", "a=b");

  private final ObjectStore store;
  private final KeyPrefix folder;
  private final ObjectKey twice;
  private final ObjectKey read;
  private final Set<ObjectKey> written = new LinkedHashSet<>();
  private final List<ProbeFinding> findings = new ArrayList<>();
  private List<ObjectKey> listed = List.of();

  ProbeRun(ObjectStore store, KeyPrefix folder) {
    this.store = store;
    this.folder = folder;
    this.twice = folder.key("twice");
    this.read = folder.key("read");
  }

  /** Makes all checks. When the first one is refused the others make no sense, and are left out. */
  List<ProbeFinding> findings() {
    try {
      boolean started = check(ProbeCheck.CREATE_TWICE, this::createTwice);
      if (started) {
        check(ProbeCheck.CREATE_RACE, this::race);
        check(ProbeCheck.READ_AFTER_WRITE, this::readBack);
        check(ProbeCheck.ABSENT_KEY, this::absent);
        check(ProbeCheck.RANGE_READ, this::ranges);
        list();
      }
    } catch (CairnException e) {
      deleteQuietly();
      throw e;
    }
    if (!written.isEmpty()) {
      delete();
    }
    return List.copyOf(findings);
  }

  /** Makes a check; false when the store refused a request of it. */
  private boolean check(ProbeCheck check, Supplier<ProbeFinding> steps) {
    try {
      findings.add(steps.get());
      return true;
    } catch (StoreException e) {
      findings.add(ProbeFinding.refused(check, withoutStop(e)));
      return false;
    }
  }

  private ProbeFinding createTwice() {
    if (!create(twice, FIRST)) {
      return ProbeFinding.bad(
          ProbeCheck.CREATE_TWICE, "a put-if-absent of a new key was answered with 'exists'");
    }
    boolean again = create(twice, "the second");
    boolean kept = text(twice).equals(Optional.of(FIRST));
    if (again || !kept) {
      return ProbeFinding.bad(
          ProbeCheck.CREATE_TWICE,
          "a second put-if-absent (PUT with If-None-Match: *) of the same key was answered with '%s', and the object %s"
              .formatted(
                  again ? "written" : "exists", kept ? "was left as it was" : "was replaced"));
    }
    return ProbeFinding.good(ProbeCheck.CREATE_TWICE, "the second put-if-absent was refused");
  }

  private ProbeFinding race() {
    int open = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ObjectKey key = folder.key("race-" + round);
      written.add(key);
      List<ProbeRace.Answer> answers =
          ProbeRace.of(RACERS, racer -> store.put(key, bytes(racer), WriteCondition.IF_ABSENT));
      List<Integer> winners =
          IntStream.range(0, RACERS)
              .filter(racer -> answers.get(racer) == ProbeRace.Answer.WRITTEN)
              .boxed()
              .toList();
      Optional<String> there = text(key);
      if (winners.size() > 1) {
        return ProbeFinding.bad(
            ProbeCheck.CREATE_RACE,
            "%d of %d puts-if-absent (PUT with If-None-Match: *) that raced for one key were answered with 'written'"
                .formatted(winners.size(), RACERS));
      }
      boolean someOpen = answers.contains(ProbeRace.Answer.OPEN);
      boolean fits =
          winners.isEmpty() ? someOpen : there.equals(Optional.of(String.valueOf(winners.get(0))));
      if (!fits) {
        return ProbeFinding.bad(
            ProbeCheck.CREATE_RACE,
            "of %d puts-if-absent that raced for one key %s, and the object holds the bytes of %s"
                .formatted(
                    RACERS,
                    winners.isEmpty() ? "all were answered with 'exists'" : "one was written",
                    there.isEmpty() ? "none" : "another one"));
      }
      open += someOpen ? 1 : 0;
    }
    return ProbeFinding.good(
        ProbeCheck.CREATE_RACE,
        "%d races of %d puts-if-absent had at most one winner each%s"
            .formatted(ROUNDS, RACERS, open == 0 ? "" : ", in " + open + " some had no answer"));
  }

  private ProbeFinding readBack() {
    create(read, CONTENT);
    Optional<String> there = text(read);
    Optional<ObjectInfo> info = store.head(read);
    boolean fits =
        there.equals(Optional.of(CONTENT))
            && info.filter(found -> found.size() == CONTENT.length()).isPresent();
    return fits
        ? ProbeFinding.good(ProbeCheck.READ_AFTER_WRITE, "what was written was read at once")
        : ProbeFinding.bad(
            ProbeCheck.READ_AFTER_WRITE,
            "an object was written, and right after that "
                + (there.isEmpty() ? "it was absent" : "other bytes or another size were read"));
  }

  private ProbeFinding absent() {
    return store.get(folder.key("absent")).isEmpty()
        ? ProbeFinding.good(ProbeCheck.ABSENT_KEY, "a key without an object is told to be absent")
        : ProbeFinding.bad(ProbeCheck.ABSENT_KEY, "a key that was never written holds an object");
  }

  private ProbeFinding ranges() {
    String middle = text(store.get(read, new ByteRange(2, 3))).orElse("");
    String end = text(store.get(read, new ByteRange(CONTENT.length() - 3, 100))).orElse("");
    boolean fits = middle.equals("234") && end.equals("789");
    return fits
        ? ProbeFinding.good(ProbeCheck.RANGE_READ, "ranges hold the bytes that were asked for")
        : ProbeFinding.bad(
            ProbeCheck.RANGE_READ,
            "bytes 2 to 4 of '%s' were answered with '%s', and its last three with '%s'"
                .formatted(CONTENT, OneLine.of(middle), OneLine.of(end)));
  }

  private void list() {
    KeyPrefix below = folder.folder("list");
    List<ObjectKey> keys = NAMES.stream().map(name -> new ObjectKey(below + name)).toList();
    boolean answered =
        check(
            ProbeCheck.LIST_AFTER_WRITE,
            () -> {
              createAll(keys);
              return listAll(below, keys);
            });
    if (answered) {
      check(ProbeCheck.LIST_ORDER, () -> order(below, keys));
    }
  }

  private void createAll(List<ObjectKey> keys) {
    written.addAll(keys);
    List<ProbeRace.Answer> answers =
        ProbeRace.of(
            keys.size(),
            number -> store.put(keys.get(number), bytes(number), WriteCondition.IF_ABSENT));
    for (int number = 0; number < keys.size(); number++) {
      if (answers.get(number) == ProbeRace.Answer.OPEN) {
        // whether it was applied does not matter, only that it is there now
        store.put(keys.get(number), bytes(number), WriteCondition.IF_ABSENT);
      }
    }
  }

  private ProbeFinding listAll(KeyPrefix below, List<ObjectKey> keys) {
    listed =
        store.list(ListRequest.objects(below)).objects().stream().map(ObjectInfo::key).toList();
    Set<ObjectKey> missing = new HashSet<>(keys);
    listed.forEach(missing::remove);
    return missing.isEmpty()
        ? ProbeFinding.good(
            ProbeCheck.LIST_AFTER_WRITE, "a listing showed all that was written before it")
        : ProbeFinding.bad(
            ProbeCheck.LIST_AFTER_WRITE,
            "a listing lacked %d of %d objects that were written before it"
                .formatted(missing.size(), keys.size()));
  }

  private ProbeFinding order(KeyPrefix below, List<ObjectKey> keys) {
    List<ObjectKey> sorted = keys.stream().sorted().toList();
    ListPage first = store.list(ListRequest.objects(below).limit(1));
    List<ObjectKey> one = first.objects().stream().map(ObjectInfo::key).toList();
    boolean fits =
        listed.equals(sorted)
            && one.equals(sorted.subList(0, 1))
            && first.continuation().isPresent();
    return fits
        ? ProbeFinding.good(ProbeCheck.LIST_ORDER, "keys are listed in the order of their bytes")
        : ProbeFinding.bad(
            ProbeCheck.LIST_ORDER,
            "keys are listed as %s, and a listing of one as %s, not in the order of their bytes"
                .formatted(names(below, listed), names(below, one)));
  }

  private static List<String> names(KeyPrefix below, List<ObjectKey> keys) {
    return keys.stream().map(key -> key.value().substring(below.value().length())).toList();
  }

  private void delete() {
    try {
      store.delete(written);
    } catch (StoreException e) {
      findings.add(
          new ProbeFinding(
              ProbeCheck.DELETE,
              ProbeFinding.Verdict.UNKNOWN,
              "%s. %d small objects stay in %s".formatted(withoutStop(e), written.size(), folder)));
      return;
    }
    boolean gone =
        store.get(twice).isEmpty() && store.list(ListRequest.objects(folder)).objects().isEmpty();
    findings.add(
        gone
            ? ProbeFinding.good(ProbeCheck.DELETE, "what was deleted is gone at once")
            : ProbeFinding.bad(
                ProbeCheck.DELETE, "objects that were deleted are still read or listed"));
  }

  private void deleteQuietly() {
    try {
      store.delete(written);
    } catch (CairnException e) {
      // The failure that ended the probe is the one to tell. What stays is small, and nobody's.
      return;
    }
  }

  private boolean create(ObjectKey key, String text) {
    written.add(key);
    return store.put(key, ByteBuffer.wrap(text.getBytes(UTF_8)), WriteCondition.IF_ABSENT)
        instanceof PutOutcome.Written;
  }

  private static ByteBuffer bytes(int racer) {
    return ByteBuffer.wrap(String.valueOf(racer).getBytes(UTF_8));
  }

  private Optional<String> text(ObjectKey key) {
    return text(store.get(key));
  }

  private static Optional<String> text(Optional<byte[]> content) {
    return content.map(bytes -> new String(bytes, UTF_8));
  }

  private static String withoutStop(StoreException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
