package dev.cairn.simulation;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The store as an actor sees it: each request is a question to the network. */
@SuppressWarnings("unchecked") // The answer is what the request's own function gives.
final class Line implements ObjectStore {
  private final Function<Request, Object> network;

  Line(Function<Request, Object> network) {
    this.network = network;
  }

  private Object ask(
      RequestKind kind, List<ObjectKey> keys, String about, Function<ObjectStore, Object> on) {
    return network.apply(new Request(kind, keys, about, on));
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    byte[] copy = new byte[content.remaining()];
    content.duplicate().get(copy);
    return (PutOutcome)
        ask(
            RequestKind.ofPut(condition),
            List.of(key),
            key.value(),
            store -> store.put(key, ByteBuffer.wrap(copy), condition));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return (Optional<byte[]>)
        ask(RequestKind.GET, List.of(key), key.value(), store -> store.get(key));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return (Optional<byte[]>)
        ask(RequestKind.GET_RANGE, List.of(key), key.value(), store -> store.get(key, range));
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return (Optional<ObjectInfo>)
        ask(RequestKind.HEAD, List.of(key), key.value(), store -> store.head(key));
  }

  @Override
  public ListPage list(ListRequest request) {
    return (ListPage)
        ask(RequestKind.LIST, List.of(), request.prefix().value(), store -> store.list(request));
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    List<ObjectKey> copy = List.copyOf(keys);
    ask(
        RequestKind.DELETE,
        copy,
        copy.size() + " objects",
        store -> {
          store.delete(copy);
          return "deleted";
        });
  }

  @Override
  public void close() {}
}
