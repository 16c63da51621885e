package network.flashback.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.flashback.acceptance.shape.SourceTree;
import network.flashback.app.Main;
import network.flashback.app.network.Member;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The console in a real browser, on a running network: console/browser walks through it and holds
/// what it shows against the chain. Needs Chromium to be installed (Debian: chromium), and some
/// minutes.
@Tag("deep")
@ResourceLock(SharedNetwork.BESIDE_THE_KILLING)
class ConsoleTest {
  /// As `flashback up` has them: a browser beside the network leaves nodes less time to prove.
  private static final int EPOCH_SECONDS = 30;

  private static final long SLA_SECONDS = 3_600;
  private static final long MINUTES_MOST = 25;

  @Test
  void whatTheConsoleShowsInARealBrowserIsWhatTheChainHolds() throws Exception {
    try (var network = TestNetwork.started("ConsoleTest", EPOCH_SECONDS);
        var sla = LiveSla.open(network, Math.toIntExact(SLA_SECONDS / TestNetwork.EPOCH_SECONDS))) {
      var walks = walk(network, sla);

      assertThat(walks.exit()).as(walks.told()).isZero();
      assertThat(walks.told())
          .contains("browser/journeys.test.ts")
          .contains("browser/pages.test.ts")
          .contains("browser/services.test.ts")
          .contains("browser/registers.test.ts");
    }
  }

  /// What the browser's tests told.
  private record Walks(int exit, String told) {}

  private Walks walk(TestNetwork network, LiveSla sla) throws IOException, InterruptedException {
    // Stays until the next run, beside the folder of the network.
    var told = Path.of("target", "networks", "console-walks.txt").toAbsolutePath();
    var console = SourceTree.rootFolder().resolve("console");
    var builder =
        new ProcessBuilder("npm", "run", "test:browser")
            .directory(console.toFile())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile());
    builder.environment().putAll(given(network, sla));
    var process = builder.start();
    try {
      var ended = process.waitFor(MINUTES_MOST, TimeUnit.MINUTES);
      return new Walks(
          ended ? process.exitValue() : -1, Files.readString(told, StandardCharsets.UTF_8));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static Map<String, String> given(TestNetwork network, LiveSla sla) throws IOException {
    var plan = network.plan();
    return Map.ofEntries(
        Map.entry("FLASHBACK_PLATFORM", plan.url(Member.PLATFORM).toString()),
        Map.entry("FLASHBACK_CHAIN", plan.url(Member.ANVIL).toString()),
        Map.entry("FLASHBACK_GATEWAY", plan.url(Member.GATEWAY).toString()),
        Map.entry("FLASHBACK_DEPLOYMENT", plan.deployment().toString()),
        Map.entry("FLASHBACK_NETWORK", plan.data().toString()),
        Map.entry("FLASHBACK_COMMAND", command(plan.data()).toString()),
        Map.entry("FLASHBACK_SLA", sla.id().toString()),
        Map.entry("FLASHBACK_BUCKET", sla.bucket()),
        Map.entry("FLASHBACK_ACCESS_KEY", sla.keys().accessKeyId()),
        Map.entry("FLASHBACK_SECRET_KEY", sla.keys().secret()),
        Map.entry("NO_COLOR", "1"));
  }

  /// An executable that is the command line under test: what this JVM would run.
  private static Path command(Path folder) throws IOException {
    // A class path is longer than one argument may be.
    var arguments = folder.resolve("command.arguments");
    Files.writeString(
        arguments,
        "-XX:TieredStopAtLevel=1%n--enable-native-access=ALL-UNNAMED%n-Dflashback.home=\"%s\"%n-cp \"%s\"%n"
            .formatted(SourceTree.rootFolder(), System.getProperty("java.class.path")));
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var script = folder.resolve("command");
    Files.writeString(
        script,
        "#!/bin/sh%nexec '%s' '@%s' %s \"$@\"%n".formatted(java, arguments, Main.class.getName()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }
}
