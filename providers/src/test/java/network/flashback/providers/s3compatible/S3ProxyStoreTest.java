package network.flashback.providers.s3compatible;

import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3ProxyStoreTest extends S3CompatibleContract {
  @RegisterExtension static final ServerOfTheClass SERVER = ServerOfTheClass.s3Proxy();

  @Override
  S3Server server() {
    return SERVER.running();
  }

  @Test
  void aWrongKeyIsDenied() {
    var wrong = StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "wrong"));
    var bucket =
        new S3Bucket(
            server().endpoint(), "us-east-1", server().newBucket(), "", true, true, 1, PATIENCE);
    assertRefused(Reason.DENIED, () -> S3CompatibleObjectStore.open(bucket, wrong));
  }
}
