package dev.cairn.linear;

import dev.cairn.CairnException;
import dev.cairn.Checkpoint;
import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client in a process of its own: {@code ClientMain <store>}. For each line {@code <process>
 * <client> <seed> <operations>} that it reads, it does so many operations at random, and prints
 * what it asks for before it does, and the answer after: {@code ask <nanoseconds> <what>}, {@code
 * answer <nanoseconds> <answer>} or {@code unknown}, and {@code end}.
 */
final class ClientMain {
  private static final String TAG = "tag";

  private final ObjectStore store;
  private final ProcessId process;
  private final String client;
  private final SplittableRandom random;
  private @Nullable CheckpointManager manager;
  private long seen;
  private long steps;

  private ClientMain(ObjectStore store, ProcessId process, String client, long seed) {
    this.store = store;
    this.process = process;
    this.client = client;
    this.random = new SplittableRandom(seed);
    this.steps = random.nextLong(1L << 40);
  }

  public static void main(String[] args) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (ObjectStore store = ObjectStores.open(args[0])) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", -1);
        ProcessId process = ProcessId.parse(words[0]);
        ClientMain client = new ClientMain(store, process, words[1], Long.parseLong(words[2]));
        for (int i = Integer.parseInt(words[3]); i > 0; i--) {
          client.next();
        }
        client.close();
        say("end");
      }
    }
  }

  private void next() {
    int choice = random.nextInt(10);
    if (choice < 2) {
      ask("latest", this::latest);
    } else if (choice == 2) {
      ask("tagged " + TAG, this::tagged);
    } else if (choice == 3 && seen > 0) {
      long version = seen;
      ask("tag " + TAG + " " + version, () -> tag(version));
    } else if (manager == null) {
      ask("open", this::open);
    } else if (choice == 4) {
      close();
      ask("open", this::open);
    } else {
      long step = ++steps;
      ask("save " + step, () -> save(step));
    }
  }

  private String open() {
    CheckpointManager opened =
        CheckpointManager.builder().store(store).process(process).keep(Keep.all()).open();
    manager = opened;
    return "version " + opened.epoch();
  }

  private String save(long step) {
    CheckpointManager writer = manager;
    if (writer == null) {
      throw new IllegalStateException("nothing is open");
    }
    try {
      Checkpoint saved =
          writer.save(Progress.at(step), State.of("client", Codecs.utf8(), client + step));
      seen = saved.version();
      return "version " + saved.version();
    } catch (FencedException e) {
      close();
      return "fenced";
    }
  }

  private String latest() {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      Optional<Checkpoint> found = reader.latest();
      found.ifPresent(checkpoint -> seen = checkpoint.version());
      return found
          .map(checkpoint -> "newest " + checkpoint.version() + " " + checkpoint.progress().step())
          .orElse("nothing");
    }
  }

  private String tagged() {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      Long version = reader.tags().get(TAG);
      return version == null ? "nothing" : "version " + version;
    }
  }

  private String tag(long version) {
    CheckpointEditor.of(store, process).tag(TAG, version, Optional.empty());
    return "done";
  }

  private void close() {
    CheckpointManager open = manager;
    manager = null;
    if (open != null) {
      try {
        open.close();
      } catch (CairnException e) {
        System.err.println("at the close: " + e.getMessage());
      }
    }
  }

  private void ask(String what, Supplier<String> does) {
    say("ask " + System.nanoTime() + " " + what);
    try {
      String answer = does.get();
      say("answer " + System.nanoTime() + " " + answer);
    } catch (CommitOutcomeUnknownException e) {
      say("unknown");
      close();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
