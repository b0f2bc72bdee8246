package dev.cairn.s3.testing;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * How to reach a server.
 *
 * @param endpoint of the S3 protocol
 * @param region that requests are signed for
 * @param credentials that may create buckets, or may write to {@code bucket} when there is one
 * @param bucket the only one to use; empty when buckets may be created
 */
record ServerAccess(
    URI endpoint, Region region, AwsCredentialsProvider credentials, Optional<String> bucket) {}
