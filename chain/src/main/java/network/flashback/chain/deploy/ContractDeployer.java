package network.flashback.chain.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.Deployment;
import network.flashback.chain.PendingTransaction;
import network.flashback.chain.TransactionSender;
import network.flashback.evm.Address;

/// Creates all contracts from one wallet. They know each other's addresses before they exist,
/// because an address follows from creator and nonce; so each is immutable from its first block.
public final class ContractDeployer {
  /// Above the cost of the largest contract, below the block limit of every chain we know.
  private static final long GAS_LIMIT = 8_000_000;

  /// In the order of creation. The test dollar is left out where a stable coin exists.
  private static final List<String> ORDER =
      List.of(
          "TestDollar",
          "FlashToken",
          "Timelock",
          "CommunityFund",
          "AccessGrants",
          "RandomBeacon",
          "Registry",
          "StakeManager",
          "ConsumerOrchestrator",
          "LedgerRecords",
          "Orchestrator",
          "PossessionVerifier",
          "QualityOracle",
          "Lens");

  private final Chain chain;
  private final TransactionSender deployer;

  public ContractDeployer(Chain chain, TransactionSender deployer) {
    this.chain = chain;
    this.deployer = deployer;
  }

  /// Creates the contracts and the first market (number 1: stable coin, fee, quality oracle).
  public Deployment deploy(DeploymentPlan plan) {
    long block = chain.height();
    long nonce = chain.transactionCount(deployer.address(), BlockTag.PENDING);
    Map<String, Address> addresses = new LinkedHashMap<>();
    for (var name : ORDER) {
      if (name.equals("TestDollar") && plan.stableCoin().isPresent()) {
        addresses.put(name, plan.stableCoin().get());
      } else {
        addresses.put(name, Address.ofContract(deployer.address(), nonce++));
      }
    }
    var sent = new LinkedHashMap<String, PendingTransaction>();
    for (var name : ORDER) {
      if (!name.equals("TestDollar") || plan.stableCoin().isEmpty()) {
        sent.put(name, create(name, arguments(name, plan, addresses)));
      }
    }
    var deployment = Deployment.empty(chain.id(), block);
    for (var creation : sent.entrySet()) {
      deployment = deployment.with(created(creation.getKey(), creation.getValue(), addresses));
    }
    var orchestrator =
        new Contract(
            "Orchestrator", known(addresses, "Orchestrator"), Abis.of("Orchestrator"), chain);
    orchestrator.send(
        deployer,
        "createMarket",
        known(addresses, "TestDollar"),
        plan.feeBps(),
        known(addresses, "QualityOracle"));
    return deployment;
  }

  private PendingTransaction create(String name, List<Object> arguments) {
    var code = Abis.creationCode(name).then(Abis.of(name).encodeConstructor(arguments.toArray()));
    return deployer.submit(Call.creation(name, code), GAS_LIMIT);
  }

  private Contract created(
      String name, PendingTransaction creation, Map<String, Address> addresses) {
    var address = creation.await().created().orElseThrow();
    if (!address.equals(known(addresses, name))) {
      throw new ChainException(
          "%s was created at %s instead of %s: another program sends from wallet %s. Deploy from a wallet of its own."
              .formatted(name, address, known(addresses, name), deployer.address()));
    }
    return new Contract(name, address, Abis.of(name), chain);
  }

  private static Address known(Map<String, Address> addresses, String name) {
    return Objects.requireNonNull(addresses.get(name), name);
  }

  private static List<Object> arguments(String name, DeploymentPlan plan, Map<String, Address> at) {
    var schedule = plan.schedule();
    return switch (name) {
      case "FlashToken" -> List.of(plan.treasury());
      // Nobody may propose until there is a vote: until then the community fund cannot be spent.
      case "Timelock" -> List.of(0, List.of(), List.of(), Address.ZERO);
      case "CommunityFund" -> List.of(at.get("Timelock"));
      case "RandomBeacon" ->
          List.of(
              plan.beaconKey(),
              plan.beaconGenesis(),
              plan.beaconPeriod(),
              schedule.genesis(),
              schedule.epochSeconds(),
              plan.beaconFallbackSeconds());
      case "Registry" ->
          List.of(
              plan.governor(),
              at.get("StakeManager"),
              List.of(at.get("TestDollar"), at.get("FlashToken")),
              plan.stakeThresholds());
      case "StakeManager" ->
          List.of(
              at.get("Registry"),
              at.get("Orchestrator"),
              at.get("QualityOracle"),
              at.get("CommunityFund"),
              plan.unbondingSeconds());
      case "ConsumerOrchestrator", "LedgerRecords" -> List.of(config(plan, at));
      case "Orchestrator" ->
          List.of(config(plan, at), at.get("ConsumerOrchestrator"), at.get("LedgerRecords"));
      case "PossessionVerifier" ->
          List.of(
              at.get("Orchestrator"),
              at.get("Registry"),
              at.get("AccessGrants"),
              at.get("RandomBeacon"),
              plan.challenges());
      case "QualityOracle" ->
          List.of(
              at.get("Registry"),
              at.get("StakeManager"),
              at.get("Orchestrator"),
              at.get("FlashToken"),
              plan.reporterStake());
      case "Lens" ->
          List.of(
              at.get("Orchestrator"),
              at.get("Registry"),
              at.get("StakeManager"),
              at.get("CommunityFund"));
      default -> List.of();
    };
  }

  /// In the order of `ILedger.Config`.
  private static List<Object> config(DeploymentPlan plan, Map<String, Address> at) {
    var schedule = plan.schedule();
    var config = new ArrayList<Object>();
    config.add(schedule.genesis());
    config.add(schedule.epochSeconds());
    config.add(schedule.auditWindowSeconds());
    config.add(schedule.qualityWindowSeconds());
    config.add(schedule.finalitySeconds());
    config.add(plan.startSeconds());
    config.add(plan.noticeSeconds());
    config.add(plan.offerLifeSeconds());
    config.add(at.get("Registry"));
    config.add(at.get("StakeManager"));
    config.add(at.get("PossessionVerifier"));
    config.add(at.get("RandomBeacon"));
    config.add(at.get("AccessGrants"));
    config.add(at.get("CommunityFund"));
    config.add(plan.governor());
    return config;
  }
}
