package network.flashback.chain.deploy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import network.flashback.chain.Abis;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.Deployment;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Who may order anything in a deployment, read from the chain.
public final class Powers {
  private static final List<String> ROLES =
      List.of("DEFAULT_ADMIN_ROLE", "PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE");

  /// One role of the timelock, and who has it.
  public record Held(String role, Address holder) implements Comparable<Held> {
    private static final Comparator<Held> ORDER =
        Comparator.comparing(Held::role).thenComparing(Held::holder);

    @Override
    public int compareTo(Held other) {
      return ORDER.compare(this, other);
    }
  }

  private Powers() {}

  /// Everybody who has a role at the timelock. The timelock has no list of them: each role given or
  /// taken since it was created is an event.
  public static List<Held> of(Chain chain, Deployment deployment) {
    var timelock =
        new Contract("Timelock", deployment.address("Timelock"), Abis.of("Timelock"), chain);
    Map<Bytes32, String> names = new TreeMap<>();
    for (var role : ROLES) {
      names.put(timelock.call(role).word(0), role);
    }
    var held = new TreeSet<Held>();
    var changes = timelock.events("RoleGranted", "RoleRevoked");
    for (var log : chain.logs(changes, deployment.block(), chain.height())) {
      var change = timelock.read(log).orElseThrow();
      var role = change.values().word("role");
      var one =
          new Held(names.getOrDefault(role, role.toString()), change.values().address("account"));
      if (change.event().name().equals("RoleGranted")) {
        held.add(one);
      } else {
        held.remove(one);
      }
    }
    return List.copyOf(held);
  }

  /// Refuses a deployment in which anybody but a vote may order anything.
  public static void requireVoteOnly(Chain chain, Deployment deployment) {
    var governor = deployment.address("FlashGovernor");
    var wanted =
        List.of(
            new Held("CANCELLER_ROLE", governor),
            new Held("DEFAULT_ADMIN_ROLE", deployment.address("Timelock")),
            new Held("EXECUTOR_ROLE", governor),
            new Held("PROPOSER_ROLE", governor));
    var held = of(chain, deployment);
    if (!held.equals(wanted)) {
      throw new ChainException(
          "The timelock's roles are %s instead of %s: somebody besides the vote may order. Do not use this deployment."
              .formatted(held, wanted));
    }
  }
}
