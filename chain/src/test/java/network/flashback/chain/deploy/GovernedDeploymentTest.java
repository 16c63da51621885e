package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Certificate;
import network.flashback.chain.contract.Certificate.State;
import network.flashback.chain.contract.Certificates;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.abi.Abi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// After a deployment no key governs: only a vote does, and a vote can.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GovernedDeploymentTest {
  private static final long EPOCH_SECONDS = 30;
  private static final BigInteger FLASH = BigInteger.TEN.pow(18);

  /// The Orchestrator names whom it wants instead of the caller.
  private static final String TIMELOCK_WANTED = "NotAuthorised, the timelock is";

  /// What no list of orders names: settings and roles of the vote itself, and code of the
  /// Orchestrator, which is reached through the Orchestrator.
  private static final Set<String> NEVER_ORDERED =
      Set.of("FlashGovernor", "Timelock", "LedgerRecords");

  /// What a contract answers to somebody who has no right to what it was asked.
  private static final Set<String> REFUSALS_FOR_WANT_OF_POWER =
      Set.of(
          "NotGovernor",
          "NotTimelock",
          TIMELOCK_WANTED,
          "GovernorOnlyExecutor",
          "AccessControlUnauthorizedAccount",
          "TimelockUnauthorizedCaller");

  /// A function that only a vote may reach, called with arguments that nothing else is wrong with.
  private record Governed(String contract, String function, List<Object> arguments) {
    String name() {
      return contract + "." + function;
    }
  }

  private DeployedChain chain;
  private Contracts contracts;

  @BeforeAll
  void deploy() throws IOException {
    chain = new DeployedChain(Anvil.Options.FRESH);
    var deployment =
        new ContractDeployer(chain.chain, chain.sender(0)).deploy(chain.plan(EPOCH_SECONDS));
    contracts = Contracts.connect(chain.chain, deployment);
  }

  @AfterAll
  void stop() {
    chain.close();
  }

  @Test
  void theGovernorAloneHasTheTimelocksRolesAndTheTimelockAloneGivesThem() {
    var governor = contracts.deployment().address("FlashGovernor");
    var timelock = contracts.deployment().address("Timelock");
    assertThat(Powers.of(chain.chain, contracts.deployment()))
        .containsExactly(
            new Powers.Held("CANCELLER_ROLE", governor),
            new Powers.Held("DEFAULT_ADMIN_ROLE", timelock),
            new Powers.Held("EXECUTOR_ROLE", governor),
            new Powers.Held("PROPOSER_ROLE", governor));
    assertThat(chain.chain.code(governor).isEmpty()).as("the governor is no key").isFalse();
    assertThat(chain.chain.code(timelock).isEmpty()).as("the timelock is no key").isFalse();
  }

  @Test
  void everyContractThatObeysSomebodyObeysTheTimelock() {
    var timelock = contracts.deployment().address("Timelock");
    for (var name : contracts.deployment().contracts().keySet()) {
      var contract = contracts.contract(name);
      for (var function : contract.abi().functions()) {
        if (Set.of("governor()", "timelock()", "owner()", "admin()")
            .contains(function.signature())) {
          assertThat(contract.call(function.signature()).address(0))
              .as(name + "." + function.signature())
              .isEqualTo(timelock);
        }
      }
    }
  }

  @Test
  void theDeployersKeyIsRefusedByEveryGovernedFunction() {
    for (var governed : governed()) {
      var contract = contracts.contract(governed.contract());
      var call = contract.callOf(governed.function(), governed.arguments().toArray());
      assertThat(refusal(call)).as(governed.name()).get().isIn(REFUSALS_FOR_WANT_OF_POWER);
      assertThatThrownBy(() -> chain.sender(0).send(call))
          .as(governed.name())
          .isInstanceOf(RevertedException.class);
    }
  }

  /// Asks every function of every contract from the deployer's key. Those that want power are the
  /// ones listed here, so that no governed function is added without being tried.
  @Test
  void noOtherFunctionAsksForPower() {
    var wanting = new TreeSet<String>();
    for (var name : contracts.deployment().contracts().keySet()) {
      for (var function : contracts.contract(name).abi().functions()) {
        if (!function.isView()) {
          var input = function.selector().then(Bytes.of(new byte[32 * 16]));
          var call = Call.of(name, contracts.deployment().address(name), input);
          if (refusal(call).filter(REFUSALS_FOR_WANT_OF_POWER::contains).isPresent()) {
            wanting.add(name + "." + function.name());
          }
        }
      }
    }
    assertThat(governed().stream().map(Governed::name).map(GovernedDeploymentTest::withoutTypes))
        .containsAll(wanting);
    assertThat(wanting).hasSizeGreaterThan(10);
  }

  @Test
  void theFirstMarketIsThereWithoutAnybodyHavingHadTheRightToMakeIt() {
    var market = contracts.contract("Orchestrator").call("marketOf", 1);
    assertThat(market.address("token")).isEqualTo(contracts.deployment().address("TestDollar"));
    assertThat(market.integer("feeBps")).isEqualTo(200);
    assertThat(market.address("oracle")).isEqualTo(contracts.quality().contract().address());
  }

  @Test
  void aVoteMayOrderEveryGovernedFunctionButItsOwn() {
    var governor = contracts.contract("FlashGovernor");
    for (var governed : governed()) {
      if (!NEVER_ORDERED.contains(governed.contract())) {
        var contract = contracts.contract(governed.contract());
        var selector = contract.abi().function(governed.function()).selector();
        assertThat(governor.call("mayOrder", contract.address(), selector).flag(0))
            .as(governed.name())
            .isTrue();
      }
    }
  }

  @Test
  void aVoteChangesWhatNoKeyCan() {
    var registry = contracts.contract("Registry");
    var dollar = contracts.deployment().address("TestDollar");
    var desk = contracts.fiatDesk();
    var bounty = contracts.bounty();
    var certifier = chain.key(4).address();
    vote(
        "Cheaper listings, a fiat desk, repaid seeds, a certifier",
        registry.callOf("setStakeThreshold", dollar, 77),
        desk.setDailyCap(dollar, BigInteger.valueOf(5)),
        bounty.contract().callOf("setRate", 9),
        contracts.certificates().setCertifier(certifier, Certificates.IDENTITY));
    assertThat(contracts.registry().stakeThresholdOf(dollar)).isEqualTo(77);
    assertThat(desk.dailyCapOf(dollar)).isEqualTo(5);
    assertThat(bounty.unitsPerCoin()).isEqualTo(9);

    long certificate = certified(certifier);
    vote(
        "The certifier was deceived",
        contracts.certificates().suspend(certificate, Bytes32.of(1)),
        contracts.certificates().resume(certificate, Bytes32.of(2)),
        contracts.certificates().revoke(certificate, Bytes32.of(3)));
    var timelock = contracts.deployment().address("Timelock");
    assertThat(contracts.certificates().isValid(certificate)).isFalse();
    assertThat(contracts.certificates().historyOf(certificate))
        .extracting(Certificate.Change::state)
        .containsExactly(State.ISSUED, State.SUSPENDED, State.ISSUED, State.REVOKED);
    assertThat(contracts.certificates().historyOf(certificate).getLast().by()).isEqualTo(timelock);
  }

  /// A certificate about a reporter that somebody else owns.
  private long certified(Address certifier) {
    var registration =
        contracts
            .registry()
            .register(Registry.REPORTER, certifier, chain.key(5).address(), Bytes32.of(1), "");
    long id = contracts.registry().registeredId(chain.sender(5).send(registration));
    long now = chain.chain.head().timestamp().getEpochSecond();
    var issued =
        chain
            .sender(4)
            .send(
                contracts
                    .certificates()
                    .issue(id, Certificates.IDENTITY, Bytes32.of(7), now, now + 31_536_000));
    long certificate = contracts.certificates().issuedId(issued);
    assertThat(contracts.certificates().isValid(certificate)).isTrue();
    assertThat(contracts.certificates().of(id)).containsExactly(certificate);
    return certificate;
  }

  /// Proposes, votes, waits, and executes.
  private void vote(String description, Call... orders) {
    var governor = contracts.contract("FlashGovernor");
    var deployer = chain.sender(0);
    lockVotes(deployer);
    var targets = Stream.of(orders).map(order -> order.to().orElseThrow()).toList();
    var values = Collections.nCopies(orders.length, 0);
    var calls = Stream.of(orders).map(Call::input).toList();
    var proposed = governor.send(deployer, "propose", targets, values, calls, description);
    var id = governor.read(proposed, "ProposalCreated").getFirst().values().integer("proposalId");
    chain.pass(2 * EPOCH_SECONDS + 1);
    governor.send(deployer, "castVote", id, 1);
    chain.pass(7 * EPOCH_SECONDS + 1);
    var hash = Keccak256.hash(description);
    governor.send(
        deployer, "queue(address[],uint256[],bytes[],bytes32)", targets, values, calls, hash);
    var execute =
        governor.callOf(
            "execute(address[],uint256[],bytes[],bytes32)", targets, values, calls, hash);
    assertThatThrownBy(() -> deployer.send(execute))
        .as("not before the timelock's delay")
        .isInstanceOf(RevertedException.class);
    chain.pass(2 * EPOCH_SECONDS + 1);
    deployer.send(execute);
  }

  private void lockVotes(TransactionSender holder) {
    var votes = contracts.contract("VoteLock");
    var locked = FLASH.multiply(BigInteger.valueOf(100_000_000));
    var flash = contracts.token(contracts.deployment().address("FlashToken"));
    holder.send(flash.approve(votes.address(), locked));
    votes.send(holder, "lock", locked);
    chain.pass(2);
  }

  private List<Governed> governed() {
    var deployer = chain.key(0).address();
    var dollar = contracts.deployment().address("TestDollar");
    var oracle = contracts.deployment().address("QualityOracle");
    var nothing = Bytes32.ZERO;
    var role = Keccak256.hash("PROPOSER_ROLE");
    var all = new ArrayList<Governed>();
    all.add(new Governed("CommunityFund", "spend", List.of(dollar, deployer, 0)));
    all.add(new Governed("Orchestrator", "createMarket", List.of(dollar, 0, oracle)));
    all.add(new Governed("Orchestrator", "createHoldingMarket", List.of(dollar, 0, oracle)));
    // The code alone, at its own address, where it has no money and no markets.
    all.add(new Governed("LedgerRecords", "createMarket", List.of(dollar, 0, oracle)));
    all.add(new Governed("LedgerRecords", "createHoldingMarket", List.of(dollar, 0, oracle)));
    all.add(new Governed("Registry", "setStakeThreshold", List.of(dollar, 1)));
    all.add(new Governed("Registry", "setSubscriptionPrice", List.of(dollar, 1)));
    all.add(new Governed("Registry", "demandScopes", List.of(1, 1)));
    all.add(new Governed("Registry", "setCertifier", List.of(deployer, 1)));
    all.add(new Governed("Registry", "suspend", List.of(1, 60, nothing)));
    all.add(new Governed("Registry", "setGuardian", List.of(deployer)));
    all.add(new Governed("FiatDesk", "setDailyCap", List.of(dollar, 1)));
    all.add(new Governed("SeedBounty", "setRate", List.of(1)));
    all.add(new Governed("Arbitration", "appoint", List.of(deployer)));
    all.add(new Governed("Arbitration", "dismiss", List.of(deployer)));
    all.add(new Governed("ServiceArbitration", "appoint", List.of(deployer)));
    all.add(new Governed("ServiceArbitration", "dismiss", List.of(deployer)));
    all.add(new Governed("FlashGovernor", "setVotingDelay", List.of(EPOCH_SECONDS)));
    all.add(new Governed("FlashGovernor", "setVotingPeriod", List.of(3 * EPOCH_SECONDS)));
    all.add(new Governed("FlashGovernor", "setProposalThreshold", List.of(FLASH)));
    all.add(new Governed("FlashGovernor", "updateQuorumNumerator", List.of(5)));
    all.add(new Governed("FlashGovernor", "updateTimelock", List.of(deployer)));
    all.add(new Governed("FlashGovernor", "relay", List.of(dollar, 0, Bytes.EMPTY)));
    all.add(new Governed("Timelock", "grantRole", List.of(role, deployer)));
    all.add(new Governed("Timelock", "revokeRole", List.of(role, deployer)));
    all.add(new Governed("Timelock", "updateDelay", List.of(0)));
    all.add(new Governed("Timelock", "cancel", List.of(nothing)));
    var one = List.<Object>of(dollar, 0, Bytes.EMPTY, nothing, nothing);
    var batch =
        List.<Object>of(List.of(dollar), List.of(0), List.of(Bytes.EMPTY), nothing, nothing);
    all.add(new Governed("Timelock", "execute", one));
    all.add(new Governed("Timelock", "executeBatch", batch));
    all.add(new Governed("Timelock", "schedule", with(one, 2 * EPOCH_SECONDS)));
    all.add(new Governed("Timelock", "scheduleBatch", with(batch, 2 * EPOCH_SECONDS)));
    return all;
  }

  private static List<Object> with(List<Object> list, Object more) {
    var longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  private static String withoutTypes(String function) {
    int types = function.indexOf('(');
    return types < 0 ? function : function.substring(0, types);
  }

  /// The name of the error with which the call is refused from the deployer's key.
  private Optional<String> refusal(Call call) {
    try {
      contracts.chain().call(call, Optional.of(chain.key(0).address()), BlockTag.LATEST);
      return Optional.empty();
    } catch (RevertedException refused) {
      return Optional.of(refused.failure().map(this::nameOf).orElse("without a name"));
    }
  }

  private String nameOf(Abi.Failure failure) {
    boolean timelockWanted =
        failure.name().equals("NotAuthorised")
            && failure
                .arguments()
                .address("wanted")
                .equals(contracts.deployment().address("Timelock"));
    return timelockWanted ? TIMELOCK_WANTED : failure.name();
  }
}
