package dev.cairn.s3;

import dev.cairn.CairnException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * One page of a listing. Names that no store of ours can have written, such as the empty objects
 * that consoles create as folders, are passed over.
 */
record Listing(S3Location location, ListRequest request) {
  ListPage page(S3Client client, AwsRequestOverrideConfiguration configuration) {
    ListObjectsV2Request.Builder query =
        ListObjectsV2Request.builder()
            .bucket(location.bucket())
            .prefix(location.inBucket(request.prefix()))
            .maxKeys(request.limit())
            .overrideConfiguration(configuration);
    request.continuation().ifPresent(query::continuationToken);
    return switch (request.depth()) {
      case OBJECTS -> {
        ListObjectsV2Response answer = client.listObjectsV2(query.build());
        yield new ListPage(objects(answer), List.of(), continuation(answer));
      }
      case FOLDERS -> {
        ListObjectsV2Response answer = client.listObjectsV2(query.delimiter("/").build());
        yield new ListPage(List.of(), folders(answer), continuation(answer));
      }
    };
  }

  private List<ObjectInfo> objects(ListObjectsV2Response answer) {
    return answer.contents().stream()
        .flatMap(
            object ->
                valid(
                    () ->
                        new ObjectInfo(
                            new ObjectKey(location.inStore(object.key())), object.size())))
        .toList();
  }

  private List<KeyPrefix> folders(ListObjectsV2Response answer) {
    return answer.commonPrefixes().stream()
        .flatMap(folder -> valid(() -> new KeyPrefix(location.inStore(folder.prefix()))))
        .toList();
  }

  private static <T> Stream<T> valid(Supplier<T> name) {
    try {
      return Stream.of(name.get());
    } catch (CairnException e) {
      return Stream.empty();
    }
  }

  private Optional<String> continuation(ListObjectsV2Response answer) {
    if (!Boolean.TRUE.equals(answer.isTruncated())) {
      return Optional.empty();
    }
    Optional<String> token = Optional.ofNullable(answer.nextContinuationToken());
    if (token.isEmpty()) {
      throw new StoreException(
          "The server says that a listing of %s goes on, but not from where. Use a server that supports ListObjectsV2."
              .formatted(location));
    }
    return token;
  }
}
