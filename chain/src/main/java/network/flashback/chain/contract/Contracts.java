package network.flashback.chain.contract;

import java.util.List;
import network.flashback.chain.Abis;
import network.flashback.chain.Chain;
import network.flashback.chain.Contract;
import network.flashback.chain.Deployment;
import network.flashback.evm.Address;
import network.flashback.evm.abi.Abi;
import network.flashback.evm.eip712.Domain;

/// The contracts of one deployment, typed. Whatever fails in any of them is explained by name.
public final class Contracts {
  /// The names under which a deployment lists the contracts.
  public static final List<String> NAMES =
      List.of(
          "AccessGrants",
          "Arbitration",
          "CloudCredits",
          "CoinDesk",
          "CommunityFund",
          "Engagements",
          "Factory",
          "FeeSplitter",
          "FiatDesk",
          "FlashGovernor",
          "FlashToken",
          "Lens",
          "Orchestrator",
          "PossessionVerifier",
          "QualityOracle",
          "RandomBeacon",
          "Registry",
          "SeedBounty",
          "ServiceArbitration",
          "StakeManager",
          "TargetedChallenges",
          "Timelock",
          "VoteLock");

  private static final String SIGNING_NAME = "Flashback";
  private static final String SIGNING_VERSION = "1";

  private final Chain chain;
  private final Deployment deployment;

  private Contracts(Chain chain, Deployment deployment) {
    this.chain = chain;
    this.deployment = deployment;
  }

  /// Refuses a chain that does not hold this deployment.
  public static Contracts connect(Chain chain, Deployment deployment) {
    deployment.verify(chain);
    var all = deployment.contracts().keySet().stream().map(Abis::of).toArray(Abi[]::new);
    return new Contracts(chain.readingErrorsOf(all), deployment);
  }

  public Chain chain() {
    return chain;
  }

  public Deployment deployment() {
    return deployment;
  }

  public Orchestrator orchestrator() {
    return new Orchestrator(contract("Orchestrator"), domain("Orchestrator"));
  }

  public StakeManager stakes() {
    return new StakeManager(contract("StakeManager"));
  }

  public Registry registry() {
    return new Registry(contract("Registry"));
  }

  public RandomBeacon beacon() {
    return new RandomBeacon(contract("RandomBeacon"));
  }

  public PossessionVerifier possession() {
    return new PossessionVerifier(contract("PossessionVerifier"), domain("PossessionVerifier"));
  }

  public TargetedChallenges targeted() {
    return new TargetedChallenges(contract("TargetedChallenges"));
  }

  public QualityOracle quality() {
    return new QualityOracle(contract("QualityOracle"), domain("QualityOracle"));
  }

  public AccessGrants grants() {
    return new AccessGrants(contract("AccessGrants"));
  }

  public Lens lens() {
    return new Lens(contract("Lens"));
  }

  public Certificates certificates() {
    return new Certificates(contract("Registry"));
  }

  public Arbitration arbitration() {
    return new Arbitration(contract("Arbitration"));
  }

  public Engagements engagements() {
    return new Engagements(
        contract("Engagements"),
        Domain.of(
            "Flashback Engagements",
            SIGNING_VERSION,
            chain.id(),
            deployment.address("Engagements")));
  }

  /// The arbitration over hired services: the cases of its disputes are milestones.
  public Arbitration serviceArbitration() {
    return new Arbitration(contract("ServiceArbitration"));
  }

  public FeeSplitter feeSplitter() {
    return new FeeSplitter(contract("FeeSplitter"));
  }

  public SeedBounty bounty() {
    return new SeedBounty(contract("SeedBounty"));
  }

  public CloudCredits credits() {
    return new CloudCredits(
        contract("CloudCredits"),
        Domain.of(
            "Flashback CloudCredits",
            SIGNING_VERSION,
            chain.id(),
            deployment.address("CloudCredits")));
  }

  public FiatDesk fiatDesk() {
    return new FiatDesk(
        contract("FiatDesk"),
        Domain.of(
            "Flashback FiatDesk", SIGNING_VERSION, chain.id(), deployment.address("FiatDesk")));
  }

  /// Only of a deployment that has a market in the chain's own coin.
  public CoinDesk coinDesk() {
    return new CoinDesk(contract("CoinDesk"));
  }

  public Governance governance() {
    return new Governance(contract("FlashGovernor"), contract("VoteLock"), deployment.block());
  }

  public Token flash() {
    return token(deployment.address("FlashToken"));
  }

  public Address fund() {
    return deployment.address("CommunityFund");
  }

  /// Any ERC-20 token, read by the interface of the test dollar (ERC-20, ERC-2612, ERC-3009).
  public Token token(Address address) {
    return new Token(new Contract("Token", address, Abis.of("TestDollar"), chain));
  }

  /// The deployment's contract of this name, untyped.
  public Contract contract(String name) {
    return new Contract(name, deployment.address(name), Abis.of(name), chain);
  }

  private Domain domain(String name) {
    return Domain.of(SIGNING_NAME, SIGNING_VERSION, chain.id(), deployment.address(name));
  }
}
