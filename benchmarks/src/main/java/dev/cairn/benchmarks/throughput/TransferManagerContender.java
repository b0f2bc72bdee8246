package dev.cairn.benchmarks.throughput;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.DownloadRequest;
import software.amazon.awssdk.transfer.s3.model.UploadRequest;

/** The SDK's transfer manager on the CRT client, which is native code. */
final class TransferManagerContender implements Contender {
  private static final long LARGEST_CHUNK = 16L << 20;

  private final Site site;
  private final List<ByteBuffer> objects;
  private final int parallelism;
  private final S3AsyncClient client;
  private final S3TransferManager manager;
  private String folder = "";

  TransferManagerContender(Site site, Payload payload, int parallelism) {
    this.site = site;
    this.objects = payload.objects();
    this.parallelism = parallelism;
    this.client =
        S3AsyncClient.crtBuilder()
            .endpointOverride(site.server().endpoint())
            .region(site.server().region())
            .credentialsProvider(site.server().credentials())
            .forcePathStyle(true)
            .maxConcurrency(2 * parallelism)
            // as the others: one request for each object
            .thresholdInBytes(LARGEST_CHUNK + 1)
            .minimumPartSizeInBytes(LARGEST_CHUNK)
            .build();
    this.manager = S3TransferManager.builder().s3Client(client).build();
  }

  @Override
  public String name() {
    return "TransferManager (CRT)";
  }

  @Override
  public void begin(String newFolder) {
    folder = newFolder;
  }

  @Override
  public void save() {
    forEach(
        number ->
            manager
                .upload(
                    UploadRequest.builder()
                        .putObjectRequest(request -> request.bucket(site.bucket()).key(key(number)))
                        .requestBody(
                            AsyncRequestBody.fromRemainingByteBufferUnsafe(
                                objects.get(number).duplicate()))
                        .build())
                .completionFuture());
  }

  @Override
  public List<Way> restores() {
    return List.of(
        new Way(
            name(),
            () ->
                forEach(
                    number ->
                        manager
                            .download(
                                DownloadRequest.builder()
                                    .getObjectRequest(
                                        request -> request.bucket(site.bucket()).key(key(number)))
                                    .responseTransformer(AsyncResponseTransformer.toBytes())
                                    .build())
                            .completionFuture())));
  }

  /** As many at a time as the others, so that no more objects than theirs are in memory. */
  private void forEach(IntFunction<CompletableFuture<?>> start) {
    Semaphore places = new Semaphore(2 * parallelism);
    List<CompletableFuture<?>> started = new ArrayList<>();
    for (int number = 0; number < objects.size(); number++) {
      places.acquireUninterruptibly();
      started.add(start.apply(number).whenComplete((done, e) -> places.release()));
    }
    started.forEach(CompletableFuture::join);
  }

  private String key(int number) {
    return site.prefix() + folder + "/" + number;
  }

  @Override
  public void end() {}

  @Override
  public void close() {
    manager.close();
    client.close();
  }
}
