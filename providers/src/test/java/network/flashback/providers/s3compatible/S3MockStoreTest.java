package network.flashback.providers.s3compatible;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3MockStoreTest extends S3CompatibleContract {
  private S3Server server;

  @BeforeAll
  void start() {
    server = S3Server.s3Mock();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @Override
  S3Server server() {
    return server;
  }
}
