package network.flashback.chain.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import network.flashback.chain.Abis;
import network.flashback.chain.deploy.Blueprint.Value;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;

/// The table of a deployment: every contract, in the order of creation.
///
/// A new contract is a new row, a new constructor argument a new line of its row. A contract whose
/// constructor asks another comes after that one. The timelock comes after all that it governs: it
/// makes the first markets while it is created, so that nobody needs a key that governs, not even
/// for a moment. What a profile may leave out comes behind it, so that no address depends on that.
final class Blueprints {
  /// What a vote may order, besides the governor's own settings; fixed for ever.
  private static final List<Order> ORDERS =
      List.of(
          new Order("CommunityFund", "spend"),
          new Order("Orchestrator", "createMarket"),
          new Order("Orchestrator", "createHoldingMarket"),
          new Order("Registry", "setStakeThreshold"),
          new Order("Registry", "setSubscriptionPrice"),
          new Order("Registry", "demandScopes"),
          new Order("Registry", "setCertifier"),
          new Order("Registry", "suspend"),
          new Order("Registry", "reinstate"),
          new Order("Registry", "setGuardian"),
          new Order("Registry", "suspendCertificate"),
          new Order("Registry", "resumeCertificate"),
          new Order("Registry", "revokeCertificate"),
          new Order("Arbitration", "appoint"),
          new Order("Arbitration", "dismiss"),
          new Order("ServiceArbitration", "appoint"),
          new Order("ServiceArbitration", "dismiss"),
          new Order("FiatDesk", "setDailyCap"),
          new Order("SeedBounty", "setRate"));

  private static final String COIN_DESK = "CoinDesk";

  /// Those of a plan that leaves nothing out.
  static final List<Blueprint> ALL =
      List.of(
          Blueprint.of("FlashToken").given(plan(DeploymentPlan::treasury)),
          Blueprint.of("VoteLock")
              .given("flash", at("FlashToken"))
              .given("unlockSeconds", plan(p -> p.voting().unlockSeconds())),
          Blueprint.of("CommunityFund").given("timelock", at("Timelock")),
          Blueprint.of("AccessGrants"),
          Blueprint.of("RandomBeacon")
              .given("publicKey", plan(DeploymentPlan::beaconKey))
              .given("genesisTime", plan(DeploymentPlan::beaconGenesis))
              .given("period", plan(DeploymentPlan::beaconPeriod))
              .given("epochGenesis", plan(p -> p.schedule().genesis()))
              .given("epochLength", plan(p -> p.schedule().epochSeconds()))
              .given("fallbackDelay", plan(DeploymentPlan::beaconFallbackSeconds)),
          registry(),
          Blueprint.of("StakeManager")
              .given("registry", at("Registry"))
              .given("orchestrator", at("Orchestrator"))
              .given("oracle", at("QualityOracle"))
              .given("fund", at("CommunityFund"))
              .given("unbondingSeconds", plan(DeploymentPlan::unbondingSeconds)),
          Blueprint.of("ConsumerOrchestrator")
              .given(Blueprints::ledgerConfig)
              .answers("configHash", Blueprints::ledgerConfigHash),
          Blueprint.of("LedgerRecords")
              .given(Blueprints::ledgerConfig)
              .answers("configHash", Blueprints::ledgerConfigHash),
          Blueprint.of("Replacements")
              .given(Blueprints::ledgerConfig)
              .answers("configHash", Blueprints::ledgerConfigHash),
          Blueprint.of("Amendments")
              .given(Blueprints::ledgerConfig)
              .answers("configHash", Blueprints::ledgerConfigHash),
          orchestrator(),
          Blueprint.of("PossessionVerifier")
              .given("orchestrator", at("Orchestrator"))
              .given("registry", at("Registry"))
              .given("grants", at("AccessGrants"))
              .given("beacon", at("RandomBeacon"))
              .given("challenges", plan(DeploymentPlan::challenges))
              .given("targeted", at("TargetedChallenges")),
          Blueprint.of("TargetedChallenges")
              .given("orchestrator", at("Orchestrator"))
              .answers("verifier", at("PossessionVerifier"))
              .answers("registry", at("Registry")),
          Blueprint.of("QualityOracle")
              .given("registry", at("Registry"))
              .given("stakeManager", at("StakeManager"))
              .given("orchestrator", at("Orchestrator"))
              .given("stakeToken", at("FlashToken"))
              .given("minimumStake", plan(DeploymentPlan::reporterStake))
              .answers("beacon", at("RandomBeacon")),
          arbitration("Arbitration", "Orchestrator"),
          governor(),
          Blueprint.of("Lens")
              .given("orchestrator", at("Orchestrator"))
              .given("registry", at("Registry"))
              .given("stakeManager", at("StakeManager"))
              .given("fund", at("CommunityFund")),
          Blueprint.of("FeeSplitter")
              .given("oracle", at("QualityOracle"))
              .given("registry", at("Registry"))
              .given("fund", at("CommunityFund")),
          Blueprint.of("SeedBounty")
              .given("beacon", at("RandomBeacon"))
              .given("token", Site::stableCoin)
              .given("governor", at("Timelock"))
              .given("gasPriceMax", plan(p -> p.bounty().gasPriceMax().amount()))
              .given("unitsPerCoinMax", plan(p -> p.bounty().unitsPerCoinMax())),
          Blueprint.of("CloudCredits")
              .given("registry", at("Registry"))
              .given("grants", at("AccessGrants"))
              .given("fund", at("CommunityFund"))
              .given("feeBps", plan(p -> p.prepaid().creditsFeeBps()))
              .given("redeemSeconds", plan(p -> p.prepaid().redeemSeconds())),
          Blueprint.of("FiatDesk")
              .given("orchestrator", at("Orchestrator"))
              .given("operator", plan(p -> p.prepaid().fiatOperator()))
              .given("governor", at("Timelock"))
              .given("holdSeconds", plan(p -> p.prepaid().holdSeconds()))
              .answers("accountCode", Blueprints::fiatAccount),
          engagements(),
          arbitration("ServiceArbitration", "Engagements"),
          Blueprint.of("Timelock")
              .given("getMinDelay", plan(p -> p.voting().timelockSeconds()))
              .given(at("FlashGovernor"))
              .given(Blueprints::foundings),
          Blueprint.of(COIN_DESK)
              .given("orchestrator", at("Orchestrator"))
              .given("coin", Site::wrappedCoin));

  private Blueprints() {}

  /// The creations of a deployment by this factory, in order.
  static List<Step> steps(DeploymentPlan plan, Address factory) {
    var blueprints = of(plan);
    var site = new Site(plan, Step.addresses(blueprints, factory));
    var steps = new ArrayList<Step>();
    for (int number = 0; number < blueprints.size(); number++) {
      steps.add(Step.of(number, blueprints.get(number), site, factory));
    }
    return List.copyOf(steps);
  }

  private static List<Blueprint> of(DeploymentPlan plan) {
    return ALL.stream()
        .filter(each -> plan.wrappedCoin().isPresent() || !each.name().equals(COIN_DESK))
        .toList();
  }

  private record Order(String contract, String function) {
    Bytes selector() {
      return Abis.of(contract).function(function).selector();
    }
  }

  private static Blueprint registry() {
    return Blueprint.of("Registry")
        .given("governor", at("Timelock"))
        .given("stakeManager", at("StakeManager"))
        .given("stakeTokens", site -> List.of(site.stableCoin(), site.at("FlashToken")))
        .given(plan(DeploymentPlan::stakeThresholds))
        .answers(
            "stakeThresholdOf",
            List.of(Site::stableCoin),
            plan(p -> p.stakeThresholds().getFirst()))
        .answers(
            "stakeThresholdOf",
            List.of(at("FlashToken")),
            plan(p -> p.stakeThresholds().getLast()));
  }

  private static Blueprint orchestrator() {
    return Blueprint.of("Orchestrator")
        .given(Blueprints::ledgerConfig)
        .given("consumerSide", at("ConsumerOrchestrator"))
        .given("records", at("LedgerRecords"))
        .given("replacements", at("Replacements"))
        .given("amendments", at("Amendments"))
        .answers("genesis", plan(p -> p.schedule().genesis()))
        .answers("epochSeconds", plan(p -> p.schedule().epochSeconds()))
        .answers("auditWindowSeconds", plan(p -> p.schedule().auditWindowSeconds()))
        .answers("qualityWindowSeconds", plan(p -> p.schedule().qualityWindowSeconds()))
        .answers("finalitySeconds", plan(p -> p.schedule().finalitySeconds()))
        .answers("startSeconds", plan(DeploymentPlan::startSeconds))
        .answers("noticeSeconds", plan(DeploymentPlan::noticeSeconds))
        .answers("offerLifeSeconds", plan(DeploymentPlan::offerLifeSeconds))
        .answers("registry", at("Registry"))
        .answers("stakeManager", at("StakeManager"))
        .answers("verifier", at("PossessionVerifier"))
        .answers("beacon", at("RandomBeacon"))
        .answers("grants", at("AccessGrants"))
        .answers("fund", at("FeeSplitter"))
        .answers("governor", at("Timelock"))
        .answers("arbitration", at("Arbitration"));
  }

  /// The same code over two ledgers.
  private static Blueprint arbitration(String name, String ledger) {
    return Blueprint.of(name)
        .given("orchestrator", at(ledger))
        .given("governor", at("Timelock"))
        .given("bondToken", Site::stableCoin)
        .given("bond", plan(p -> p.disputes().bond()))
        .given("appealBond", plan(p -> p.disputes().appealBond()))
        .given(plan(p -> times(p.disputes())))
        .given("arbitrators", plan(p -> p.disputes().arbitrators()))
        .answers("registry", at("Registry"))
        .answers("grants", at("AccessGrants"))
        .answers("beacon", at("RandomBeacon"))
        .answers("disputeSeconds", plan(p -> p.disputes().disputeSeconds()))
        .answers("answerSeconds", plan(p -> p.disputes().answerSeconds()))
        .answers("rulingSeconds", plan(p -> p.disputes().rulingSeconds()))
        .answers("appealSeconds", plan(p -> p.disputes().appealSeconds()));
  }

  private static Blueprint engagements() {
    return Blueprint.of("Engagements")
        .given("orchestrator", at("Orchestrator"))
        .given("arbitration", at("ServiceArbitration"))
        .given("fund", at("CommunityFund"))
        .given(plan(p -> engagementTimes(p.disputes())))
        .answers("registry", at("Registry"))
        .answers("grants", at("AccessGrants"))
        .answers("beacon", at("RandomBeacon"))
        .answers("genesis", plan(p -> p.schedule().genesis()))
        .answers("epochSeconds", plan(p -> p.schedule().epochSeconds()))
        .answers("acceptSecondsLeast", plan(p -> p.disputes().acceptSecondsLeast()))
        .answers("acceptSecondsMost", plan(p -> p.disputes().acceptSecondsMost()))
        .answers("rulingSecondsMost", plan(p -> p.disputes().splitSeconds()));
  }

  private static Blueprint governor() {
    var governor =
        Blueprint.of("FlashGovernor")
            .given("token", at("VoteLock"))
            .given("timelock", at("Timelock"))
            .given(Blueprints::orders)
            .given(plan(p -> settings(p.voting())))
            .given("daySeconds", plan(p -> p.voting().daySeconds()))
            .answers("flash", at("FlashToken"))
            .answers("votingDelay", plan(p -> p.voting().delaySeconds()))
            .answers("votingPeriod", plan(p -> p.voting().periodSeconds()))
            .answers("proposalThreshold", plan(p -> p.voting().proposalThreshold()))
            .answers("quorumNumerator()", plan(p -> p.voting().quorumPercent()));
    for (var order : ORDERS) {
      governor =
          governor.answers(
              "mayOrder", List.of(at(order.contract()), site -> order.selector()), site -> true);
    }
    return governor;
  }

  /// In the order of `ILedger.Config`.
  private static List<Object> ledgerConfig(Site site) {
    var plan = site.plan();
    var schedule = plan.schedule();
    return List.of(
        schedule.genesis(),
        schedule.epochSeconds(),
        schedule.auditWindowSeconds(),
        schedule.qualityWindowSeconds(),
        schedule.finalitySeconds(),
        plan.startSeconds(),
        plan.noticeSeconds(),
        plan.offerLifeSeconds(),
        site.at("Registry"),
        site.at("StakeManager"),
        site.at("PossessionVerifier"),
        site.at("RandomBeacon"),
        site.at("AccessGrants"),
        // Fees go through the splitter to the fund; what is slashed goes to the fund itself.
        site.at("FeeSplitter"),
        site.at("Timelock"),
        site.at("Arbitration"));
  }

  /// The desk creates the code of its accounts itself, as its first creation (EIP-161).
  private static Object fiatAccount(Site site) {
    return Address.ofContract(site.at("FiatDesk"), 1);
  }

  private static Object ledgerConfigHash(Site site) {
    return Abis.of("ConsumerOrchestrator").encodeConstructor(ledgerConfig(site)).keccak256();
  }

  private static Object orders(Site site) {
    return ORDERS.stream()
        .map(order -> List.of(site.at(order.contract()), order.selector()))
        .toList();
  }

  /// The first markets, numbered from 1: the stable coin, then the wrapped coin where there is one;
  /// the fee, the quality oracle.
  private static Object foundings(Site site) {
    var createMarket = Abis.of("Orchestrator").function("createMarket");
    return site.tokens().stream()
        .map(
            token ->
                List.of(
                    site.at("Orchestrator"),
                    createMarket.encode(token, site.plan().feeBps(), site.at("QualityOracle"))))
        .toList();
  }

  /// In the order of `FlashGovernor.Settings`.
  private static List<Object> settings(VotingTerms voting) {
    return List.of(
        voting.delaySeconds(),
        voting.periodSeconds(),
        voting.proposalThreshold(),
        voting.quorumPercent());
  }

  /// In the order of `IArbitration.Times`.
  private static List<Object> times(DisputeTerms disputes) {
    return List.of(
        disputes.disputeSeconds(),
        disputes.answerSeconds(),
        disputes.rulingSeconds(),
        disputes.appealSeconds());
  }

  /// In the order of `IEngagements.Times`.
  private static List<Object> engagementTimes(DisputeTerms disputes) {
    return List.of(
        disputes.acceptSecondsLeast(), disputes.acceptSecondsMost(), disputes.splitSeconds());
  }

  private static Value at(String contract) {
    return site -> site.at(contract);
  }

  private static Value plan(Function<DeploymentPlan, Object> value) {
    return site -> value.apply(site.plan());
  }
}
