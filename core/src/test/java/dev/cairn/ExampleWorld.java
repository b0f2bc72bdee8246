package dev.cairn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What the examples of the documentation call: small stand-ins for a user's own code. */
public final class ExampleWorld {
  private static final List<String> PRINTED = new ArrayList<>();
  private static final Map<Long, Double> FILLS = new TreeMap<>();
  private static final List<Long> SENT = new ArrayList<>();
  private static final List<Integer> FETCHED = new ArrayList<>();
  private static long failAfter = Long.MAX_VALUE;

  private ExampleWorld() {}

  /** The world breaks down after so many calls to what is outside of the process. */
  static void failAfter(long calls) {
    failAfter = calls;
  }

  static List<String> printed() {
    return PRINTED;
  }

  static List<Long> sent() {
    return SENT;
  }

  /** Another broker, which has executed nothing; returns how many orders the last one has. */
  static int newBroker() {
    int executed = FILLS.size();
    FILLS.clear();
    SENT.clear();
    return executed;
  }

  static List<Integer> fetched() {
    return FETCHED;
  }

  /** One step of training, which makes the first weight greater by one; returns the loss. */
  public static double train(double[] weights) {
    weights[0]++;
    return 1 / weights[0] + 0.1 * (weights[0] % 3);
  }

  /** The value of some settings; best at a rate of a half. */
  public static double evaluate(double rate, int batch) {
    return -Math.abs(rate - 0.5) - 1.0 / batch;
  }

  /** Some settings. */
  @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"})
  public static <T> T sample(Object random) {
    throw new UnsupportedOperationException("compiled only, not run for " + random);
  }

  /** The value of some settings. */
  @SuppressWarnings("DoNotCallSuggester")
  public static double evaluate(Object settings) {
    throw new UnsupportedOperationException("compiled only, not run for " + settings);
  }

  /** The result of a unit. */
  public static byte[] compute(long unit) {
    return new byte[(int) unit];
  }

  /** One episode; returns its reward. */
  public static double play(double[] agent) {
    agent[0]++;
    return Math.sin(agent[0] / 40);
  }

  /** A page of 100,000 bytes. */
  public static byte[] fetch(int page) {
    call();
    FETCHED.add(page);
    byte[] bytes = new byte[100_000];
    new Random(page).nextBytes(bytes);
    return bytes;
  }

  /** Sends an order; an id that is known is answered with its fill and not executed again. */
  public static double send(long id, long shares) {
    SENT.add(id);
    double price =
        FILLS.computeIfAbsent(id, order -> 100 + Math.sin((double) order) + 0.001 * shares);
    // The order has got through, whether or not its sender hears so.
    call();
    return price;
  }

  /** How many shares to hold at a bar. */
  public static long target(long bar) {
    return Math.round(10 * Math.sin(bar / 7.0));
  }

  /** A line for a person. */
  public static void print(Object line) {
    PRINTED.add(String.valueOf(line));
  }

  private static void call() {
    failAfter--;
    if (failAfter < 0) {
      throw new IllegalStateException("the world broke down");
    }
  }
}
