package network.flashback.providers.s3compatible;

import java.nio.file.Path;
import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ProxyStoreTest extends S3CompatibleContract {
  private S3Server server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = S3Server.s3Proxy(folder);
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @Override
  S3Server server() {
    return server;
  }

  @Test
  void aWrongKeyIsDenied() {
    var wrong = StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "wrong"));
    var bucket =
        new S3Bucket(
            server.endpoint(), "us-east-1", server.newBucket(), "", true, true, 1, PATIENCE);
    assertRefused(Reason.DENIED, () -> S3CompatibleObjectStore.open(bucket, wrong));
  }
}
