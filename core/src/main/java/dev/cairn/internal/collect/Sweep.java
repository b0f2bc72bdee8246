package dev.cairn.internal.collect;

import dev.cairn.DamagedException;
import dev.cairn.GarbageObject;
import dev.cairn.ProcessId;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.internal.log.EntryKind;
import dev.cairn.internal.log.LogReader;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A search of the store for what no checkpoint of a process needs and none ever will. It goes by
 * one entry N that was the newest of the log at some moment, however long ago. Whatever happens
 * after that moment, by writers, editors and other collectors, nothing that it finds is ever needed
 * again. So it takes no lock, trusts no clock and fences nobody, and it does not matter when it
 * lists, when its deletes arrive, and how often.
 *
 * <h2>Why that is so</h2>
 *
 * Let v be the version of N and e its epoch. Each entry that is the newest after N is built, over
 * however many others, on N; that is what {@link dev.cairn.internal.log.CommitLog} is for.
 *
 * <p><i>Data of epochs before e.</i> Let X be the first entry after N whose index names an object
 * that N's does not. X was not handed that by the entry it was built on, so X is a commit that
 * brought it in: its writer either stored it, under its own epoch, or found it live in the index
 * that X is built on, which comes after N too, or is N, and so named it before X did. Hence it
 * stored it. That writer's commit stands behind N, whose epoch is e, so its own epoch is e or
 * later: a writer of an older one meets the claim e, which stands for ever, before it can write
 * behind it. So what lies under an epoch before e and is not named by N is never named again.
 * Whether it is listed before N is read or after is all the same: what an older writer still puts
 * there, because it does not know yet that it is fenced, is garbage when it arrives.
 *
 * <p><i>Data of epoch e</i> may belong to a save whose entry is still to come, which its writer
 * alone knows; see {@link CurrentEpoch}.
 *
 * <p><i>Parts of runs.</i> Parts are written only after the commit that registered the run was
 * acknowledged, into a folder with the version r of that commit. When r is at most v and the run
 * was acknowledged, at whatever time its writer was told so, the commit is among those that N is
 * built on, since the slots up to v are decided. So either N lists the run, or it was listed and
 * has been dropped; and rows of runs are only ever added with the version of the entry that adds
 * them. A folder whose r is greater than v is left alone.
 *
 * <p><i>Entries.</i> A commit before v whose checkpoint N does not name, or that had none, carries
 * nothing that is needed, and is not the newest; that is what truncation asks for. Which kind an
 * entry is says only the entry, so it is read, and between that and the delete somebody else may
 * have deleted the commit and a claim or an edit, built on an old view, may have taken the slot.
 * Then the delete hits that one, which the rule "claims and edits are never deleted" seems to
 * forbid. It does no harm, and is the same as a delete that is sent twice: such a latecomer is not
 * the newest entry, so whoever sent it looks again and finds that it does not count; and no writer
 * relies on that slot to be fenced, since the writer of the deleted commit has passed it, and any
 * other one meets a claim that stands before it. A latecomer never comes into a slot that was not
 * emptied, and only commits are deleted in the first place. The explorer of the log's interleavings
 * deletes from slots again after any delay, and finds nothing.
 *
 * <p>Memory: the names in the index, and one page of a listing.
 */
public final class Sweep {
  private static final Pattern EPOCH = Pattern.compile("[1-9][0-9]{0,11}");
  private static final Pattern RUN = Pattern.compile("[0-9a-f]{64}-([1-9][0-9]{0,11})");

  private final Listing listing;
  private final LogReader log;
  private final KeyPrefix folder;
  private final Horizon newest;
  private final Consumer<GarbageObject> garbage;

  /**
   * A search that goes by {@code newest} and hands over what it finds, object by object, as long as
   * it is there.
   */
  public Sweep(
      ObjectStore store, ProcessId process, Horizon newest, Consumer<GarbageObject> garbage) {
    this.listing = new Listing(store);
    this.log = new LogReader(store, process);
    this.folder = process.prefix();
    this.newest = newest;
    this.garbage = garbage;
  }

  /**
   * Data of the epochs that are over: a LIST of these, and one for each of them. For everybody, at
   * any time.
   */
  public void epochsThatAreOver() {
    listing.folders(
        folder.folder("data"),
        epoch -> {
          if (EPOCH.matcher(epoch.name()).matches()
              && Long.parseLong(epoch.name()) < newest.epoch()) {
            data(epoch, "epoch " + epoch.name() + " is over and no checkpoint names it");
          }
        });
  }

  private void data(KeyPrefix epoch, String reason) {
    int start = folder.value().length();
    listing.objects(
        epoch,
        object -> {
          if (!newest.objects().contains(object.key().value().substring(start))) {
            found(GarbageObject.Kind.DATA, object, reason);
          }
        });
  }

  /**
   * Parts of runs that are not registered: a LIST of the runs, and one for each that is not
   * registered. For everybody, at any time.
   */
  public void runs() {
    listing.folders(
        folder.folder("runs"),
        run -> {
          Matcher name = RUN.matcher(run.name());
          if (name.matches()
              && Long.parseLong(name.group(1)) <= newest.version()
              && !newest.runs().contains("runs/" + run.name())) {
            String reason = "v" + name.group(1) + " registered no run that is kept";
            listing.objects(run, part -> found(GarbageObject.Kind.PART, part, reason));
          }
        });
  }

  /**
   * Commits that published nothing that is kept, newest first: a LIST of the log, and a GET for
   * each entry that is not that of a checkpoint. For everybody, at any time. What cannot be read
   * stays.
   *
   * @param most how many entries are read
   * @return how many were not read because they are more than that
   */
  public long entries(long most) {
    var count =
        new Object() {
          long candidates;
        };
    listing.objects(
        log.prefix(),
        object -> {
          long version = log.version(object.key()).orElse(Long.MAX_VALUE);
          if (version < newest.version() && !newest.checkpoints().contains(version)) {
            count.candidates++;
            if (count.candidates <= most && isCommit(version)) {
              found(
                  GarbageObject.Kind.ENTRY, object, "a commit that published nothing that is kept");
            }
          }
        });
    return Math.max(0, count.candidates - most);
  }

  private boolean isCommit(long version) {
    try {
      return log.at(version)
          .filter(entry -> entry.manifest().kind() == EntryKind.COMMIT)
          .isPresent();
    } catch (DamagedException | UnsupportedFormatException e) {
      // It may have been a claim.
      return false;
    }
  }

  private void found(GarbageObject.Kind kind, ObjectInfo object, String reason) {
    garbage.accept(new GarbageObject(kind, object.key(), object.size(), reason));
  }
}
