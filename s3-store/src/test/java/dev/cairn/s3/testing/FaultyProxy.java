package dev.cairn.s3.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * An HTTP server that hands requests on to another, and spoils some of them. Faults apply to
 * requests in the order in which they were injected; without one a request passes.
 */
public final class FaultyProxy implements AutoCloseable {
  /** Headers that belong to a connection and not to a request or an answer. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "content-length", "expect", "transfer-encoding", "upgrade", "date");

  private static final HttpClient CLIENT;

  static {
    // signatures cover the host that the client sees, so that it is handed on
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private volatile Function<Sent, Fault> rule = request -> new Fault.None();

  /**
   * A request as it came.
   *
   * @param target path and query, as they were sent
   * @param headers by their names in lower case
   * @param form the body of a POST; empty for other methods
   */
  public record Sent(String method, String target, Map<String, String> headers, String form) {}

  /** A server on a free port that hands on to {@code target}. */
  public FaultyProxy(URI target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Spoils the next requests, in this order. */
  public void inject(Fault... next) {
    faults.addAll(Arrays.asList(next));
  }

  /** Spoils the next requests, each in the same way. */
  public void inject(int times, Fault fault) {
    for (int i = 0; i < times; i++) {
      faults.add(fault);
    }
  }

  /** Drops what was injected and has not struck yet. */
  public void forget() {
    faults.clear();
  }

  /** Says what happens to requests that no injected fault is left for. */
  public void always(Function<Sent, Fault> fault) {
    rule = fault;
  }

  /** The methods of the requests so far, spoiled ones included. */
  public List<String> requests() {
    return sent.stream().map(Sent::method).toList();
  }

  /** The requests so far, spoiled ones included. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  private static Sent request(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    String method = exchange.getRequestMethod();
    return new Sent(
        method,
        exchange.getRequestURI().toASCIIString(),
        headers,
        method.equals("POST") ? new String(body, StandardCharsets.UTF_8) : "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] sentBody = exchange.getRequestBody().readAllBytes();
    Sent request = request(exchange, sentBody);
    sent.add(request);
    Fault next = faults.poll();
    Fault fault = next == null ? rule.apply(request) : next;
    try {
      if (fault instanceof Fault.DroppedBefore) {
        // an exception makes the server close the connection
        throw new IOException("dropped before the server saw it");
      }
      if (fault instanceof Fault.Answered answer) {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        answer(
            exchange,
            answer.status(),
            answer.body().getBytes(StandardCharsets.UTF_8),
            Integer.MAX_VALUE);
        return;
      }
      HttpResponse<byte[]> response = forward(exchange, sentBody, fault);
      if (fault instanceof Fault.DroppedAfter) {
        throw new IOException("dropped after the server did it");
      }
      if (fault instanceof Fault.Held held) {
        held.reached().countDown();
        held.release().await();
      }
      byte[] body = response.body();
      if (fault instanceof Fault.Corrupted) {
        body[body.length / 2] ^= 1;
      }
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      response
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      answer(
          exchange,
          response.statusCode(),
          body,
          fault instanceof Fault.Truncated ? body.length / 2 : body.length);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body, Fault fault)
      throws IOException, InterruptedException {
    if (fault instanceof Fault.CorruptedOnTheWayUp) {
      body[body.length / 2] ^= 1;
    }
    Set<String> dropped = new HashSet<>(OF_CONNECTION);
    if (fault instanceof Fault.Stripped stripped) {
      dropped.add(stripped.header());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toASCIIString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Answers with the first {@code sent} bytes of a body whose whole length is announced. */
  private static void answer(HttpExchange exchange, int status, byte[] body, int sent)
      throws IOException {
    boolean empty = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body, 0, Math.min(sent, body.length));
      if (sent < body.length) {
        exchange.getResponseBody().flush();
        throw new IOException("truncated");
      }
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
