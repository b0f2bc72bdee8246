package dev.cairn.s3;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreProbe;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.sorting.SortedListing;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.zip.CRC32;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A store in a bucket. Each method is one request, but for a delete of more than 1,000 keys and for
 * a look at an absent object. Safe for use by many threads, whose requests share a bounded pool of
 * connections.
 */
final class S3Store implements ObjectStore {
  private static final String NO_VERSION = "null";
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Location location;
  private final String server;
  private final S3Clients clients;
  private final S3Options options;
  private final List<SdkAutoCloseable> owned;
  private final S3Failures failures;
  private final SortedListing sorted = new SortedListing(this::listAsServed);

  private volatile boolean closed;

  private S3Store(
      S3Location location,
      String server,
      S3Clients clients,
      S3Options options,
      List<SdkAutoCloseable> owned) {
    this.location = location;
    this.server = server;
    this.clients = clients;
    this.options = options;
    this.owned = List.copyOf(owned);
    this.failures = new S3Failures(location, server);
  }

  /** Opens the store; it sends nothing. */
  static S3Store open(S3Location location, S3Settings settings) {
    return open(location, settings, List.of());
  }

  /**
   * Opens the store; it sends nothing.
   *
   * @param owned is closed with it, in this order
   */
  static S3Store open(S3Location location, S3Settings settings, List<SdkAutoCloseable> owned) {
    String server =
        settings
            .endpoint()
            .map(URI::toString)
            .orElseGet(() -> "Amazon S3 in " + settings.region().id());
    return new S3Store(location, server, S3Clients.open(settings), settings.options(), owned);
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    RequestBody body = BufferContent.of(content);
    Optional<String> crc = crc(content);
    return call(
        S3Operation.PUT,
        key.value(),
        configuration -> {
          PutObjectRequest.Builder request =
              PutObjectRequest.builder()
                  .bucket(location.bucket())
                  .key(location.inBucket(key))
                  .overrideConfiguration(configuration);
          crc.ifPresent(request::checksumCRC32);
          decorate(request);
          return switch (condition) {
            case ALWAYS -> {
              yield written(clients.retrying().putObject(request.build(), body));
            }
            case IF_ABSENT -> putOnce(request.ifNoneMatch("*").build(), body);
          };
        });
  }

  /** What the SDK would compute for each attempt, some kilobytes at a time. */
  private Optional<String> crc(ByteBuffer content) {
    return switch (options.checksums()) {
      case ALWAYS -> {
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
        yield Optional.of(Base64.getEncoder().encodeToString(bytes));
      }
      case WHEN_REQUIRED -> Optional.empty();
    };
  }

  /** Says how the object is to be kept. */
  private void decorate(PutObjectRequest.Builder request) {
    options.storageClass().ifPresent(request::storageClass);
    S3Options.Encryption encryption = options.encryption();
    if (encryption instanceof S3Options.Encryption.ByS3) {
      request.serverSideEncryption(ServerSideEncryption.AES256);
    } else if (encryption instanceof S3Options.Encryption.ByKms kms) {
      request.serverSideEncryption(ServerSideEncryption.AWS_KMS);
      kms.key().ifPresent(request::ssekmsKeyId);
    }
  }

  private PutOutcome putOnce(PutObjectRequest request, RequestBody body) {
    try {
      return written(clients.once().putObject(request, body));
    } catch (S3Exception e) {
      // the code alone when S3 found out late: it then stands in an answer of status 200
      if (e.statusCode() == PRECONDITION_FAILED || code(e).equals("PreconditionFailed")) {
        return new PutOutcome.AlreadyExists();
      }
      throw e;
    }
  }

  /**
   * The object is stored, whatever the server calls it; what is no version id is left out. S3 calls
   * an object {@code null} that it would replace with the next one, which is no version to go back
   * to.
   */
  private static PutOutcome written(PutObjectResponse answer) {
    return new PutOutcome.Written(
        Optional.ofNullable(answer.versionId())
            .filter(PutOutcome.Written::isVersionId)
            .filter(id -> !id.equals(NO_VERSION)));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return call(
        S3Operation.GET,
        key.value(),
        configuration -> download(whole(request(key, configuration)).build(), Download::whole));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, MessageDigest digest) {
    return call(
        S3Operation.GET,
        key.value(),
        configuration ->
            download(
                whole(request(key, configuration)).build(),
                (answer, body) -> Download.whole(answer, body, digest)));
  }

  private GetObjectRequest.Builder whole(GetObjectRequest.Builder request) {
    return switch (options.checksums()) {
      case ALWAYS -> request.checksumMode(ChecksumMode.ENABLED);
      case WHEN_REQUIRED -> request;
    };
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return call(
        S3Operation.GET,
        key.value(),
        configuration -> {
          try {
            return download(
                request(key, configuration).range(Download.header(range)).build(),
                (answer, body) -> Download.range(range, answer, body));
          } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return Optional.of(new byte[0]);
            }
            throw e;
          }
        });
  }

  private GetObjectRequest.Builder request(
      ObjectKey key, AwsRequestOverrideConfiguration configuration) {
    return GetObjectRequest.builder()
        .bucket(location.bucket())
        .key(location.inBucket(key))
        .overrideConfiguration(configuration);
  }

  private Optional<byte[]> download(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, byte[]> reader) {
    try {
      return Optional.of(clients.retrying().getObject(request, reader));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return call(
        S3Operation.HEAD,
        key.value(),
        configuration -> {
          try {
            HeadObjectResponse answer =
                clients
                    .retrying()
                    .headObject(
                        request ->
                            request
                                .bucket(location.bucket())
                                .key(location.inBucket(key))
                                .overrideConfiguration(configuration));
            return Optional.of(new ObjectInfo(key, size(key, answer)));
          } catch (NoSuchKeyException e) {
            checkBucket(key, configuration);
            return Optional.empty();
          }
        });
  }

  private long size(ObjectKey key, HeadObjectResponse answer) {
    return Optional.ofNullable(answer.contentLength())
        .orElseThrow(
            () ->
                new StoreException(
                    "Cannot look up '%s' in %s: %s does not tell the object's size. See that no proxy strips Content-Length from answers to HEAD."
                        .formatted(key, location, server)));
  }

  /**
   * The answer to HEAD has no body, so that it does not tell a missing object from a missing
   * bucket.
   */
  private void checkBucket(ObjectKey key, AwsRequestOverrideConfiguration configuration) {
    try {
      clients
          .retrying()
          .headBucket(
              request -> request.bucket(location.bucket()).overrideConfiguration(configuration));
    } catch (NoSuchBucketException e) {
      throw failures.missingBucket(S3Operation.HEAD, key.value(), e);
    }
  }

  @Override
  public ListPage list(ListRequest request) {
    return switch (options.order()) {
      case BY_KEY -> listAsServed(request);
      case UNORDERED -> sorted.page(request);
    };
  }

  private ListPage listAsServed(ListRequest request) {
    return call(
        S3Operation.LIST,
        request.prefix().value(),
        configuration -> new Listing(location, request).page(clients.retrying(), configuration));
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    List<ObjectKey> distinct = List.copyOf(new LinkedHashSet<>(keys));
    for (int from = 0; from < distinct.size(); from += BatchDelete.MAX_KEYS) {
      List<ObjectKey> batch =
          distinct.subList(from, Math.min(distinct.size(), from + BatchDelete.MAX_KEYS));
      call(
          S3Operation.DELETE,
          batch.size() == 1 ? batch.get(0).value() : batch.size() + " keys",
          configuration ->
              new BatchDelete(location, failures).send(clients.retrying(), batch, configuration));
    }
  }

  private <T> T call(
      S3Operation operation, String subject, Function<AwsRequestOverrideConfiguration, T> request) {
    Transmission transmission = new Transmission(options);
    try {
      return InFlight.send(() -> request.apply(transmission.configuration()));
    } catch (SdkException e) {
      throw failures.of(operation, subject, transmission, e);
    } catch (IllegalStateException | RejectedExecutionException e) {
      if (!closed) {
        throw e;
      }
      throw failures.closed(operation, subject, transmission, e);
    }
  }

  private static String code(S3Exception e) {
    return Optional.ofNullable(e.awsErrorDetails()).map(details -> details.errorCode()).orElse("");
  }

  /** Probes the server, unless this bucket of it was found to be safe before in this JVM. */
  @Override
  public void verifyForWriting() {
    SafeServers.require(
        new SafeServers.Place(server, location.bucket(), options.order()),
        () -> StoreProbe.run(this).requireSafe());
  }

  @Override
  public ProbeReport probe() {
    ProbeReport report = StoreProbe.run(this);
    return report.safe()
        ? report.with(new BucketFacts(clients, location, options).findings())
        : report;
  }

  @Override
  public void close() {
    closed = true;
    clients.close();
    owned.forEach(SdkAutoCloseable::close);
  }

  @Override
  public String toString() {
    return location + " at " + server;
  }
}
