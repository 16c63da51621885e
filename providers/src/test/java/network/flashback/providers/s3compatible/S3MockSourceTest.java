package network.flashback.providers.s3compatible;

import org.junit.jupiter.api.extension.RegisterExtension;

class S3MockSourceTest extends S3SourceContract {
  @RegisterExtension static final ServerOfTheClass SERVER = ServerOfTheClass.s3Mock();

  @Override
  S3Server server() {
    return SERVER.running();
  }

  @Override
  boolean knowsTags() {
    return true;
  }
}
