package network.flashback.providers.s3compatible;

import java.nio.file.Path;
import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ProxySourceTest extends S3SourceContract {
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

  @Override
  boolean knowsTags() {
    return false;
  }

  @Test
  void aWrongKeyAndNoKeyAreDenied() {
    var bucket = server.newBucket();
    try (var wrong = source(server.endpoint(), bucket, "", "access", "wrong");
        var nobody = source(server.endpoint(), bucket, "", "", "")) {
      assertRefused(Reason.DENIED, () -> wrong.list("", "", 10));
      assertRefused(Reason.DENIED, () -> nobody.list("", "", 10));
    }
  }
}
