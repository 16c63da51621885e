package network.flashback.providers.s3compatible;

import org.junit.jupiter.api.extension.RegisterExtension;

class S3MockStoreTest extends S3CompatibleContract {
  @RegisterExtension static final ServerOfTheClass SERVER = ServerOfTheClass.s3Mock();

  @Override
  S3Server server() {
    return SERVER.running();
  }
}
