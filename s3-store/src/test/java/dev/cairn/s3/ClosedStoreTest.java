package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Requests to a store that was closed are errors of Cairn, and say so. */
class ClosedStoreTest {
  private static final ObjectKey KEY = new ObjectKey("a");

  private final S3Store store =
      S3Store.open(
          S3Location.of(URI.create("s3://bucket/p")),
          new S3Settings(
              Optional.of(URI.create("http://127.0.0.1:9")),
              Region.US_EAST_1,
              StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))));

  @BeforeEach
  void close() {
    store.close();
  }

  @Test
  void put_storeIsClosed_saysSo() {
    assertSaysSo(() -> store.put(KEY, ByteBuffer.allocate(1), WriteCondition.IF_ABSENT));
    assertSaysSo(() -> store.put(KEY, ByteBuffer.allocate(1), WriteCondition.ALWAYS));
  }

  @Test
  void get_storeIsClosed_saysSo() {
    assertSaysSo(() -> store.get(KEY));
  }

  @Test
  void list_storeIsClosed_saysSo() {
    assertSaysSo(() -> store.list(ListRequest.objects(new KeyPrefix("a/"))));
  }

  @Test
  void delete_storeIsClosed_saysSo() {
    assertSaysSo(() -> store.delete(List.of(KEY)));
  }

  private static void assertSaysSo(Runnable request) {
    assertThatThrownBy(request::run)
        .isInstanceOf(CairnException.class)
        .hasMessageContaining("the store is closed");
  }
}
