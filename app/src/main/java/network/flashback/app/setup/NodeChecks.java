package network.flashback.app.setup;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Address;

/// Everything a node needs around it, looked at one after the other. Changes nothing: trial files
/// and the trial server are gone afterwards.
public final class NodeChecks {
  private final NodeSetup setup;
  private final Path folder;
  private final boolean memoryAllowed;
  private final SecureRandom random;
  private final InstantSource clock;

  /// @param folder of the node, for the commands that come next
  /// @param memoryAllowed whether pieces may lie in memory, as for trials
  public NodeChecks(
      NodeSetup setup,
      Path folder,
      boolean memoryAllowed,
      SecureRandom random,
      InstantSource clock) {
    this.setup = setup;
    this.folder = folder;
    this.memoryAllowed = memoryAllowed;
    this.random = random;
    this.clock = clock;
  }

  /// For a node that is to be.
  public List<Finding> of(NodePlan plan, Contracts contracts) throws InterruptedException {
    return look(
        contracts,
        plan.nodeKey().address(),
        Optional.of(plan.endpoint()),
        Optional.of(plan.owner().address()),
        Optional.of(plan.payout().address()),
        plan.ownerKeystore());
  }

  /// For a node that is set up.
  public List<Finding> of(Address nodeKey, Contracts contracts) throws InterruptedException {
    var registry = contracts.registry();
    long id = registry.idOfNodeKey(nodeKey);
    var endpoint = id == 0 ? Optional.<String>empty() : Optional.of(registry.endpointOf(id));
    return look(
        contracts,
        nodeKey,
        endpoint.map(URI::create),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private List<Finding> look(
      Contracts contracts,
      Address nodeKey,
      Optional<URI> endpoint,
      Optional<Address> owner,
      Optional<Address> payout,
      Optional<Path> ownerKeystore)
      throws InterruptedException {
    var findings = new ArrayList<Finding>();
    findings.add(ChainCheck.beacon(setup.beacon()));
    findings.addAll(DiskCheck.look(setup.disks(), memoryAllowed));
    findings.addAll(
        new EndpointCheck(setup, endpoint.orElse(setup.local()), nodeKey).look(random, clock));
    findings.addAll(
        new WalletCheck(contracts, new NextCommands(setup, folder, ownerKeystore))
            .look(nodeKey, owner, payout, endpoint));
    return findings;
  }
}
