package network.flashback.sdk.examples;

import java.io.PrintStream;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Stores an object under an SLA and reads it again, with the AWS SDK as it is: behind the gateway
/// it is sealed, cut, and lies with several providers.
public final class StoreObject {
  private StoreObject() {}

  /// Arguments: the gateway's address, the key id and the secret of the SLA (`flashback keys`), a
  /// bucket, a key and a text.
  public static void main(String[] arguments) {
    run(
        URI.create(arguments[0]),
        AwsBasicCredentials.create(arguments[1], arguments[2]),
        arguments[3],
        arguments[4],
        arguments[5],
        System.out);
  }

  /// The text, as it was read again.
  public static String run(
      URI gateway,
      AwsBasicCredentials keys,
      String bucket,
      String key,
      String text,
      PrintStream out) {
    try (var s3 =
        S3Client.builder()
            .endpointOverride(gateway)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .build()) {
      var stored =
          s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
      var read = s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
      out.printf("%s/%s has entity tag %s.%n", bucket, key, stored.eTag());
      return read;
    }
  }
}
