package network.flashback.providers.s3compatible;

import network.flashback.providers.StoreException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3ProxySourceTest extends S3SourceContract {
  @RegisterExtension static final ServerOfTheClass SERVER = ServerOfTheClass.s3Proxy();

  @Override
  S3Server server() {
    return SERVER.running();
  }

  @Override
  boolean knowsTags() {
    return false;
  }

  @Test
  void aWrongKeyAndNoKeyAreDenied() {
    var bucket = server().newBucket();
    try (var wrong = source(server().endpoint(), bucket, "", "access", "wrong");
        var nobody = source(server().endpoint(), bucket, "", "", "")) {
      assertRefused(Reason.DENIED, () -> wrong.list("", "", 10));
      assertRefused(Reason.DENIED, () -> nobody.list("", "", 10));
    }
  }
}
