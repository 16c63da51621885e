package network.flashback.app.command;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import network.flashback.app.config.Role;
import network.flashback.app.platform.PlatformRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `flashback platform`: market, console and settlement run of one operator.
@Command(
    name = "platform",
    description = "Run a platform: listing, quotes, API, console, indexer, settlement run.",
    mixinStandardHelpOptions = true)
public final class PlatformCommand implements Callable<Integer> {
  @Mixin private final RoleOptions options = new RoleOptions();

  @Override
  public Integer call() throws Exception {
    return RoleOptions.serveUntilStopped(
        PlatformRole.start(options.read(Role.PLATFORM), InstantSource.system()));
  }
}
