package network.flashback.app.command;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.Role;
import network.flashback.app.config.Trust;
import picocli.CommandLine.Option;

/// What every role's command takes: its configuration file.
final class RoleOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the role; its keys: docs/configuration.md.")
  private Path config = Path.of("config.properties");

  /// Reads it, and believes from now on whom it names.
  Configuration read(Role role) {
    var read = Configuration.read(config, role);
    Trust.install(read);
    return read;
  }

  /// Runs until the process is asked to stop (SIGTERM, Ctrl-C); then closes what runs.
  static int serveUntilStopped(AutoCloseable running) throws InterruptedException {
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    running.close();
                  } catch (Exception e) {
                    System.err.println("flashback: stopping: " + Failure.told(e));
                  } finally {
                    stopped.countDown();
                  }
                },
                "stop"));
    stopped.await();
    return 0;
  }
}
