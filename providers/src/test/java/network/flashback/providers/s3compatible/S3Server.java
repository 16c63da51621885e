package network.flashback.providers.s3compatible;

import com.adobe.testing.s3mock.S3MockApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An S3 server that nobody here wrote, in this process, for the tests of one class.
record S3Server(URI endpoint, Stopping stopping) {
  /// How it ends.
  interface Stopping {
    void run() throws Exception;
  }

  static final AwsCredentialsProvider KEY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret"));

  /// S3Proxy on a folder; it checks signatures.
  static S3Server s3Proxy(Path folder) throws Exception {
    var proxy =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(folder.toString()))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", "secret")
            .build();
    proxy.start();
    return new S3Server(URI.create("http://127.0.0.1:" + proxy.getPort()), proxy::stop);
  }

  /// Adobe S3Mock; it takes any key.
  @SuppressWarnings("deprecation") // Its port without TLS has no other name.
  static S3Server s3Mock() {
    var mock =
        S3MockApplication.start(
            // It takes entries out.
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTP_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_HTTPS_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_SILENT,
                    true,
                    // Or it waits half a minute for requests that the tests have broken off.
                    "server.shutdown",
                    "immediate")));
    return new S3Server(URI.create("http://127.0.0.1:" + mock.getHttpPort()), mock::stop);
  }

  /// A bucket that is there for one test.
  String newBucket() {
    var name = "b" + UUID.randomUUID();
    try (var s3 = client()) {
      s3.createBucket(create -> create.bucket(name));
    }
    return name;
  }

  /// Asks the server itself; the caller closes it.
  S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(KEY)
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  void stop() throws Exception {
    stopping.run();
  }
}
