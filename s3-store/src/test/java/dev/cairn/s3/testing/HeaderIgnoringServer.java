package dev.cairn.s3.testing;

import java.net.URI;

/**
 * A server that pays no heed to {@code If-None-Match}, as some do that speak the protocol of S3: a
 * proxy before a real one that takes the header away.
 */
public final class HeaderIgnoringServer implements AutoCloseable {
  private final FaultyProxy proxy;

  private HeaderIgnoringServer(FaultyProxy proxy) {
    this.proxy = proxy;
  }

  /** Such a server, with the buckets and credentials of another one. */
  public static HeaderIgnoringServer before(S3TestServer server) {
    FaultyProxy proxy = new FaultyProxy(server.endpoint());
    proxy.always(request -> new Fault.Stripped("if-none-match"));
    return new HeaderIgnoringServer(proxy);
  }

  /** Where it listens. */
  public URI endpoint() {
    return proxy.endpoint();
  }

  @Override
  public void close() {
    proxy.close();
  }
}
