package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class NetworkOptionsTest {
  @Test
  void theUsualNetworkIsStoppedByItsNameAlone() {
    assertThat(parsed().stopCommand()).isEqualTo("./flashback down");
  }

  @Test
  void anotherNetworkIsStoppedByItsFolder() {
    assertThat(parsed("--data", "/somewhere/net").stopCommand())
        .isEqualTo("./flashback down --data /somewhere/net");
  }

  private static NetworkOptions parsed(String... arguments) {
    var holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.options;
  }

  @Command(name = "holder")
  private static final class Holder {
    @Mixin private final NetworkOptions options = new NetworkOptions();
  }
}
