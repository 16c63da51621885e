package network.flashback.providers.s3compatible;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3MockSourceTest extends S3SourceContract {
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

  @Override
  boolean knowsTags() {
    return true;
  }
}
