package network.flashback.app.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// The network on this machine: brings every member up in order, takes them down in reverse, finds
/// them again later, from whichever program.
public final class Network {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final NetworkPlan plan;
  private final Processes processes;
  private final Anvil anvil;
  private final Postgres postgres;
  private final RoleProcess roles;
  private final Genesis genesis;

  /// @param home folder of the program's own files
  public Network(NetworkPlan plan, Path home) {
    this.plan = plan;
    this.processes = new Processes(plan);
    this.anvil = new Anvil(plan, processes, home);
    this.postgres = new Postgres(plan, processes);
    this.roles = new RoleProcess(plan, processes, home);
    this.genesis = new Genesis(plan, home);
  }

  public NetworkPlan plan() {
    return plan;
  }

  public Processes processes() {
    return processes;
  }

  /// Starts what does not run yet and returns when all of it answers.
  ///
  /// @param progress told each step in words
  public void up(Consumer<String> progress) {
    Ports.requireFree(plan, processes);
    plan.remember();
    progress.accept("chain (anvil) and database (PostgreSQL)");
    Parallel.run(List.of(anvil::start, postgres::start));
    progress.accept("contracts, test tokens, stakes and registrations");
    genesis.run();
    progress.accept("beacon, platform, four nodes, four reporters, gateway");
    start(Member.BEACON);
    var members = Member.roles();
    members.forEach(roles::start);
    Parallel.run(
        members.stream().map(member -> (Runnable) () -> roles.awaitReady(member)).toList());
  }

  /// Starts one member again and waits until it answers.
  public void start(Member member) {
    switch (member.kind()) {
      case ANVIL -> anvil.start();
      case POSTGRES -> postgres.start();
      case BEACON, PLATFORM, GATEWAY, NODE, REPORTER -> {
        roles.start(member);
        roles.awaitReady(member);
      }
    }
  }

  /// Stops every member cleanly, the last started first.
  ///
  /// @return the names of those that ran
  public List<String> down() {
    var stopped = Collections.synchronizedList(new ArrayList<String>());
    Parallel.run(
        Member.roles().stream().map(member -> (Runnable) () -> stop(member, stopped)).toList());
    for (var member : List.of(Member.BEACON, Member.POSTGRES, Member.ANVIL)) {
      stop(member, stopped);
    }
    return List.copyOf(stopped);
  }

  private void stop(Member member, List<String> stopped) {
    if (processes.stop(member, GRACE)) {
      stopped.add(member.name());
    }
  }
}
