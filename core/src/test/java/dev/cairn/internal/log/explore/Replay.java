package dev.cairn.internal.log.explore;

import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Contexts;
import dev.cairn.internal.log.FakeTime;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Marks;
import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program against recorded answers. As a store it gives these, one for each request;
 * the request after the last of them ends the run, and is what the actor asks next.
 */
final class Replay implements ObjectStore, Program.Session {
  private final int actor;
  private final Setting setting;
  private final Contents contents;
  private final List<Answer> answers;
  private final LogReader keys = new LogReader(this, Contexts.PROCESS);
  private int answered;
  private @Nullable Request open;

  private int step;
  private int writeIds;
  private long epoch;
  private long acknowledged;
  private long denied;
  private long version;
  private long lastPut;
  private OptionalLong seen = OptionalLong.empty();
  private @Nullable Manifest known;
  private int knownAt;

  /** Ends a run where the actor waits for an answer that is not there yet, or dies. */
  private static final class Parked extends Error {
    private static final long serialVersionUID = 1;

    Parked() {
      super("waits or dies", null, false, false);
    }
  }

  /** What an actor cannot tell apart: when two runs end with equal ones, they go on alike. */
  record Knowledge(
      int actor,
      long epoch,
      int step,
      @Nullable Manifest newest,
      List<Answer> since,
      Optional<Request> request) {}

  Replay(int actor, Setting setting, Contents contents, List<Answer> answers) {
    this.actor = actor;
    this.setting = setting;
    this.contents = contents;
    this.answers = answers;
  }

  void run(Program program) {
    try {
      program.run(context(), this);
      open = null;
    } catch (Parked end) {
      // It waits for an answer, or it has died.
    }
    if (answered < answers.size()) {
      throw new IllegalStateException("the program asked less than it did the first time");
    }
  }

  private CommitLog.Context context() {
    return Contexts.of(this, "actor" + actor, FakeTime.times(setting.waits()), this::nextWriteId);
  }

  private String nextWriteId() {
    writeIds++;
    if (step == 0 && writeIds > setting.tries()) {
      open = null;
      throw new Parked();
    }
    return "%02x%02x%02x".formatted(actor, step, writeIds) + "0".repeat(26);
  }

  Knowledge knowledge() {
    return open == null
        ? new Knowledge(actor, epoch, -1, null, List.of(), Optional.empty())
        : new Knowledge(
            actor,
            epoch,
            step,
            known,
            List.copyOf(answers.subList(knownAt, answers.size())),
            Optional.of(open));
  }

  Optional<Request> request() {
    return Optional.ofNullable(open);
  }

  long epoch() {
    return epoch;
  }

  /** What was acknowledged after the last answer. */
  long acknowledged() {
    return acknowledged;
  }

  /** What was denied after the last answer. */
  long denied() {
    return denied;
  }

  /** What a reader saw, when it came to its end. */
  OptionalLong seen() {
    return seen;
  }

  /** The slot of the last put that was answered. */
  long lastPut() {
    return lastPut;
  }

  long version() {
    return version;
  }

  @Override
  public void opened(long version) {
    epoch = version;
  }

  @Override
  public void acknowledged(String mark, long at) {
    if (isNews()) {
      acknowledged |= contents.bit(mark);
      version = at;
    }
  }

  @Override
  public void saw(Manifest.Index index) {
    seen = OptionalLong.of(Marks.in(index).stream().mapToLong(contents::bit).sum());
  }

  @Override
  public void denied(String mark) {
    if (isNews()) {
      denied |= contents.bit(mark);
    }
  }

  /** Whether the last of the answers has been given already. */
  private boolean isNews() {
    return answered == answers.size();
  }

  @Override
  public void remembersOnly(int next, Manifest newest) {
    step = next;
    writeIds = 0;
    known = newest;
    knownAt = answered;
  }

  private Answer ask(Request request) {
    if (answered == answers.size()) {
      open = request;
      throw new Parked();
    }
    Answer answer = answers.get(answered++);
    if (answer == Answer.NOTHING) {
      throw new StoreUnavailableException("No answer in this exploration.");
    }
    if (answer == Answer.REFUSED) {
      throw new StoreException("Refused in this exploration.");
    }
    return answer;
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    if (condition != WriteCondition.IF_ABSENT) {
      throw new AssertionError("an entry is only put where there is none");
    }
    Content entry = contents.of(key, content);
    Answer answer = ask(new Request.Put(entry));
    lastPut = entry.version();
    return answer == Answer.WRITTEN ? new PutOutcome.Written() : new PutOutcome.AlreadyExists();
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    String name = key.name();
    long slot = Long.parseLong(name.substring(name.indexOf('-') + 1));
    if (!(ask(new Request.Get(slot)) instanceof Answer.Found found)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[found.content().bytes().remaining()];
    found.content().bytes().duplicate().get(bytes);
    return Optional.of(bytes);
  }

  @Override
  public ListPage list(ListRequest request) {
    Answer answer = ask(new Request.ListNewest());
    return answer instanceof Answer.Newest newest && newest.version() > 0
        ? new ListPage(
            List.of(new ObjectInfo(keys.key(newest.version()), 1)), List.of(), Optional.empty())
        : new ListPage(List.of(), List.of(), Optional.empty());
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    throw new AssertionError("the log reads whole entries");
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    throw new AssertionError("the log asks for no heads");
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    throw new AssertionError("the log deletes nothing");
  }

  @Override
  public void close() {}
}
