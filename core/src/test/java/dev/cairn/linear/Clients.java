package dev.cairn.linear;

import dev.cairn.linear.Operation.Answer;
import dev.cairn.linear.Operation.Request;
import dev.cairn.proofs.ProofReport;
import dev.cairn.store.local.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Several processes that work on one store at the same time, round after round; in every third
 * round one of them is killed in the middle. Each round is on a process of its own, and its history
 * has to have an order.
 */
public final class Clients {
  private static final int CLIENTS = 4;
  private static final int OPERATIONS = 10;
  private static final int HEAP = 96;

  private final String store;
  private final Map<String, String> environment;
  private final ChildJvm[] clients = new ChildJvm[CLIENTS];
  private long operations;
  private long unanswered;
  private long fenced;

  private Clients(String store, Map<String, String> environment) {
    this.store = store;
    this.environment = environment;
  }

  /**
   * Plays some rounds, and reports them as a proof.
   *
   * @param proof its name
   * @param store the URI of a store that processes share
   * @param environment variables that a client needs besides
   * @param usually how many rounds, unless {@code -Dcairn.test.linear} says another number
   * @throws AssertionError at a history that no order explains
   */
  public static void play(String proof, String store, Map<String, String> environment, int usually)
      throws Exception {
    int rounds = Integer.getInteger("cairn.test.linear", usually);
    long seed = Long.getLong("cairn.test.seed", 1);
    ProofReport report =
        ProofReport.begin(proof).seed(seed).count("rounds", rounds).count("processes", CLIENTS);
    Clients clients = new Clients(store, environment);
    try {
      for (int i = 0; i < CLIENTS; i++) {
        clients.start(i);
      }
      for (int round = 0; round < rounds; round++) {
        clients.round(round, seed + round);
      }
    } finally {
      for (ChildJvm client : clients.clients) {
        if (client != null) {
          client.close();
        }
      }
    }
    report
        .count("operations", clients.operations)
        .count("of them fenced", clients.fenced)
        .count("without an answer", clients.unanswered);
    if (clients.fenced == 0 || (rounds > 2 && clients.unanswered == 0)) {
      throw new AssertionError("the rounds were too tame to show anything");
    }
    report.held();
  }

  private void start(int client) throws IOException {
    clients[client] = ChildJvm.withHeap(HEAP, environment, ClientMain.class, store);
  }

  private void round(int number, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int victim = number % 3 == 2 ? random.nextInt(CLIENTS) : -1;
    int mortal = random.nextInt(2, 2 * OPERATIONS - 2);
    List<Operation> history = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<List<Operation>>> parts = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = "c" + i;
        ChildJvm client = clients[i];
        client.tell(
            "training/round-%d-%d %s %d %d"
                .formatted(seed, number, name, random.nextLong(), OPERATIONS));
        int lines = i == victim ? mortal : Integer.MAX_VALUE;
        parts.add(threads.submit(() -> listen(client, name, lines)));
      }
      for (Future<List<Operation>> part : parts) {
        history.addAll(part.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a client of the round with seed " + seed + " failed", e);
    } finally {
      threads.shutdownNow();
    }
    if (victim >= 0) {
      start(victim);
    }
    operations += history.size();
    unanswered += history.stream().filter(one -> one.answered().isEmpty()).count();
    fenced += history.stream().filter(one -> one.answer() instanceof Answer.Fenced).count();
    Linearization.require(history);
  }

  /** What a client does, up to its end or to the line at which it is killed. */
  private static List<Operation> listen(ChildJvm client, String name, int lines)
      throws IOException {
    List<Operation> done = new ArrayList<>();
    Optional<String[]> asked = Optional.empty();
    for (int count = 1; ; count++) {
      if (count == lines) {
        client.kill();
      }
      Optional<String> line = client.line();
      if (line.isEmpty() && lines == Integer.MAX_VALUE) {
        throw new AssertionError("a client died that nobody killed");
      }
      if (line.isEmpty() || line.get().equals("end")) {
        asked.ifPresent(words -> done.add(operation(name, words, Optional.empty())));
        return done;
      }
      String[] words = line.get().split(" ", -1);
      if (words[0].equals("ask")) {
        asked.ifPresent(before -> done.add(operation(name, before, Optional.empty())));
        asked = Optional.of(words);
      } else if (words[0].equals("answer")) {
        done.add(operation(name, asked.orElseThrow(), Optional.of(words)));
        asked = Optional.empty();
      }
    }
  }

  private static Operation operation(String client, String[] asked, Optional<String[]> answered) {
    Request request =
        switch (asked[2]) {
          case "open" -> new Request.Open();
          case "save" -> new Request.Save(Long.parseLong(asked[3]));
          case "latest" -> new Request.Latest();
          case "tag" -> new Request.Tag(asked[3], Long.parseLong(asked[4]));
          case "tagged" -> new Request.Tagged(asked[3]);
          default -> throw new AssertionError("no request: " + asked[2]);
        };
    return new Operation(
        client,
        request,
        Long.parseLong(asked[1]),
        answered
            .map(words -> OptionalLong.of(Long.parseLong(words[1])))
            .orElse(OptionalLong.empty()),
        answered.map(Clients::answer).orElse(new Answer.Done()));
  }

  private static Answer answer(String[] words) {
    return switch (words[2]) {
      case "version" -> new Answer.Version(Long.parseLong(words[3]));
      case "newest" -> new Answer.Newest(Long.parseLong(words[3]), Long.parseLong(words[4]));
      case "done" -> new Answer.Done();
      case "nothing" -> new Answer.Nothing();
      case "fenced" -> new Answer.Fenced();
      default -> throw new AssertionError("no answer: " + words[2]);
    };
  }
}
