package network.flashback.app.network;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Starts a role of our own program as a process of its own, with the class path of this one.
final class RoleProcess {
  private static final Duration START_WITHIN = Duration.ofSeconds(90);

  private final NetworkPlan plan;
  private final Processes processes;
  private final Path home;

  RoleProcess(NetworkPlan plan, Processes processes, Path home) {
    this.plan = plan;
    this.processes = processes;
    this.home = home;
  }

  /// Starts the member unless it runs; does not wait.
  void start(Member member) {
    if (processes.find(member).isPresent()) {
      return;
    }
    var program = Program.find();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx" + heapMegabytes(member) + "m",
            "-Dflashback.home=" + home));
    command.addAll(compilation(member));
    program.aotCache().ifPresent(cache -> command.add("-XX:AOTCache=" + cache));
    command.addAll(
        List.of(
            "-cp",
            program.classPath(),
            "network.flashback.app.Main",
            member.kind().name().toLowerCase(Locale.ROOT),
            "--config",
            plan.configuration(member).toString()));
    processes.start(member, command);
  }

  /// Waits until the member's /healthz says 200.
  void awaitReady(Member member) {
    try (var client = HttpClient.newHttpClient()) {
      Readiness.await(
          member, processes, START_WITHIN, () -> Readiness.healthy(client, plan.url(member)));
    }
  }

  private static int heapMegabytes(Member member) {
    return switch (member.kind()) {
      case GATEWAY -> 512;
      case PLATFORM, NODE -> 256;
      case BEACON, REPORTER -> 128;
      case ANVIL, POSTGRES -> throw new IllegalArgumentException(member + " is no role of ours");
    };
  }

  /// Roles that only wait and talk are quicker without the optimising compiler; sealing, coding and
  /// hashing need it.
  private static List<String> compilation(Member member) {
    return switch (member.kind()) {
      case BEACON, REPORTER, PLATFORM -> List.of("-XX:TieredStopAtLevel=1");
      case GATEWAY, NODE -> List.of();
      case ANVIL, POSTGRES -> throw new IllegalArgumentException(member + " is no role of ours");
    };
  }
}
