package dev.cairn.s3;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials of a role that is assumed with others, renewed before they end. */
final class AssumedRole {
  private static final String SESSION = "cairn";

  private AssumedRole() {}

  /**
   * The credentials of a role.
   *
   * @param owned gets what must be closed after the last use, the last one first
   */
  static AwsCredentialsProvider of(
      String role, Region region, AwsCredentialsProvider own, List<SdkAutoCloseable> owned) {
    SdkHttpClient connections = Apache5HttpClient.builder().build();
    StsClient client =
        StsClient.builder().region(region).credentialsProvider(own).httpClient(connections).build();
    StsAssumeRoleCredentialsProvider provider =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client)
            .refreshRequest(request -> request.roleArn(role).roleSessionName(SESSION))
            .build();
    owned.add(0, connections);
    owned.add(0, client);
    owned.add(0, provider);
    return provider;
  }
}
