package dev.cairn.internal.log.history;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.collect.PageWork;
import dev.cairn.internal.collect.PageWriter;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Contexts;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.EntryKind;
import dev.cairn.internal.log.FakeTime;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Marks;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.internal.log.WriteIds;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RandomFaults;
import dev.cairn.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One random history of a log: writers, an editor and a reader with a bad network each, and
 * truncation at any moment. Everything runs on one thread and is drawn from the seed. Before each
 * request of somebody, somebody else may go on, and so on to some depth.
 */
final class RandomHistory {
  private static final int STEPS = 25;
  private static final int WRITERS = 3;
  private static final int DEEPEST = 3;

  private final MemoryStore memory = new MemoryStore();
  private final Oracle oracle = new Oracle(memory);
  private final SplittableRandom random;
  private final List<Actor> actors = new ArrayList<>();
  private final List<FaultyStore> networks = new ArrayList<>();
  private final LogReader truncation = new LogReader(memory, Contexts.PROCESS);
  private final PageLimits limits;
  private int depth;
  private int marks;

  RandomHistory(long seed) {
    random = new SplittableRandom(seed);
    limits =
        random.nextBoolean()
            ? PageLimits.STANDARD
            : new PageLimits(random.nextInt(500), 1, Integer.MAX_VALUE, 2, 3, 1);
    double badness = random.nextDouble() * 0.5;
    for (int writer = 0; writer < WRITERS; writer++) {
      actors.add(new Writer(context("writer" + writer, badness)));
    }
    actors.add(new Editor(context("editor", badness)));
    actors.add(new Reader(context("reader", badness)));
  }

  /** Returns how many commits and edits were acknowledged. */
  int run() {
    for (int step = 0; step < STEPS; step++) {
      somebody();
    }
    for (FaultyStore network : networks) {
      network.heal();
      network.landLate();
    }
    oracle.check();
    for (int step = 0; step < WRITERS; step++) {
      somebody();
    }
    return oracle.acknowledged();
  }

  /** What went wrong on the way, for who looks into a failure. */
  List<String> faults() {
    return networks.stream().flatMap(network -> network.history().stream()).toList();
  }

  private CommitLog.Context context(String host, double badness) {
    EnumSet<Fault.Kind> kinds = EnumSet.allOf(Fault.Kind.class);
    var network = new FaultyStore(memory, new RandomFaults(random.nextLong(), badness, kinds, 20));
    networks.add(network);
    return Contexts.of(
        new Interruptions(network, this::maybeSomebody),
        host,
        FakeTime.times(random.nextInt(4)),
        WriteIds.random());
  }

  private void maybeSomebody() {
    if (depth < DEEPEST && random.nextInt(4) == 0) {
      depth++;
      somebody();
      depth--;
    }
  }

  private void somebody() {
    int who = random.nextInt(actors.size() + 1);
    if (who == actors.size()) {
      truncate();
    } else {
      actors.get(who).goOn();
    }
  }

  private void truncate() {
    long newest = truncation.view().newestVersion();
    for (long version = 1; version < newest; version++) {
      if (random.nextBoolean()
          && truncation
              .at(version)
              .filter(entry -> entry.manifest().kind() == EntryKind.COMMIT)
              .isPresent()) {
        memory.delete(List.of(truncation.key(version)));
      }
    }
  }

  private String mark(String kind) {
    marks++;
    return kind + marks;
  }

  private abstract static class Actor {
    private boolean busy;

    final void goOn() {
      if (!busy) {
        busy = true;
        step();
        busy = false;
      }
    }

    abstract void step();
  }

  /** Opens the log when it has none, or has lost it; else commits. Dies now and then. */
  private final class Writer extends Actor {
    private final CommitLog.Context context;
    private @Nullable CommitLog log;

    Writer(CommitLog.Context context) {
      this.context = context;
    }

    @Override
    void step() {
      CommitLog open = log;
      if (open == null) {
        open();
      } else if (random.nextInt(10) == 0) {
        log = null;
      } else {
        commit(open, mark("c"));
      }
    }

    private void open() {
      try {
        CommitLog opened = CommitLog.open(context);
        oracle.opened(opened.epoch());
        log = opened;
      } catch (StoreUnavailableException | StoreException e) {
        // Whether it fences is open; nothing was promised.
      }
    }

    /** The rows of the change go into pages as soon as there are a few. */
    private CommitLog.Change withPages(long epoch, CommitLog.Change change) {
      Pages pages = new Pages(context.store(), context.process(), 4);
      PageWriter writer = new PageWriter(context.store(), context.process(), epoch, pages);
      return (base, version) -> {
        CommitLog.Draft draft = change.on(base, version);
        return new CommitLog.Draft(
            new PageWork(limits, pages, writer).finish(draft.index()), draft.payload());
      };
    }

    private void commit(CommitLog open, String mark) {
      try {
        Entry entry = open.commit(withPages(open.epoch(), Marks.commit(mark)));
        oracle.committed(mark, entry.version(), open.epoch());
      } catch (FencedException e) {
        oracle.denied(mark);
        log = null;
      } catch (StoreException e) {
        oracle.denied(mark);
      } catch (CommitOutcomeUnknownException e) {
        // Open: the next commit settles it.
      }
    }
  }

  private final class Editor extends Actor {
    private final CommitLog.Context context;

    Editor(CommitLog.Context context) {
      this.context = context;
    }

    @Override
    void step() {
      String mark = mark("e");
      try {
        CommitLog.edit(context, Marks.edit(mark));
        oracle.edited(mark);
      } catch (CheckpointNotFoundException | StoreUnavailableException | StoreException e) {
        // It may be in effect.
      }
    }
  }

  private final class Reader extends Actor {
    private final LogReader reader;
    private final Pages pages;

    Reader(CommitLog.Context context) {
      this.reader = new LogReader(context.store(), context.process());
      this.pages = new Pages(context.store(), context.process(), 2);
    }

    @Override
    void step() {
      var owed = oracle.owed();
      try {
        oracle.seen(Marks.in(new WholeIndex(reader.view().index(), pages)), owed);
      } catch (StoreUnavailableException | StoreException e) {
        // Saw nothing.
      }
    }
  }
}
