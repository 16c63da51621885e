package network.flashback.chain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.RevertedException;
import network.flashback.chain.anvil.Anvil;
import network.flashback.chain.contract.Contracts;
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
  void aVoteChangesWhatNoKeyCan() {
    var registry = contracts.contract("Registry");
    var governor = contracts.contract("FlashGovernor");
    var dollar = contracts.deployment().address("TestDollar");
    var deployer = chain.sender(0);
    var locked = FLASH.multiply(BigInteger.valueOf(100_000_000));
    var votes = contracts.contract("VoteLock");
    deployer.send(
        contracts
            .token(contracts.deployment().address("FlashToken"))
            .approve(votes.address(), locked));
    votes.send(deployer, "lock", locked);
    chain.pass(2);

    var order = registry.callOf("setStakeThreshold", dollar, 77);
    var targets = List.of(registry.address());
    var values = List.of(0);
    var calls = List.of(order.input());
    var proposed = governor.send(deployer, "propose", targets, values, calls, "Cheaper listings");
    var id = governor.read(proposed, "ProposalCreated").getFirst().values().integer("proposalId");
    chain.pass(2 * EPOCH_SECONDS + 1);
    governor.send(deployer, "castVote", id, 1);
    chain.pass(7 * EPOCH_SECONDS + 1);
    var description = Keccak256.hash("Cheaper listings");
    governor.send(
        deployer,
        "queue(address[],uint256[],bytes[],bytes32)",
        targets,
        values,
        calls,
        description);
    assertThatThrownBy(
            () ->
                governor.send(
                    deployer,
                    "execute(address[],uint256[],bytes[],bytes32)",
                    targets,
                    values,
                    calls,
                    description))
        .as("not before the timelock's delay")
        .isInstanceOf(RevertedException.class);
    chain.pass(2 * EPOCH_SECONDS + 1);
    governor.send(
        deployer,
        "execute(address[],uint256[],bytes[],bytes32)",
        targets,
        values,
        calls,
        description);

    assertThat(registry.call("stakeThresholdOf", dollar).integer(0)).isEqualTo(77);
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
    // The code alone, at its own address, where it has no money and no markets.
    all.add(new Governed("LedgerRecords", "createMarket", List.of(dollar, 0, oracle)));
    all.add(new Governed("Registry", "setStakeThreshold", List.of(dollar, 1)));
    all.add(new Governed("Registry", "setSubscriptionPrice", List.of(dollar, 1)));
    all.add(new Governed("Registry", "demandScopes", List.of(1, 1)));
    all.add(new Governed("Registry", "setCertifier", List.of(deployer, 1)));
    all.add(new Governed("Registry", "suspend", List.of(1, 60, nothing)));
    all.add(new Governed("Arbitration", "appoint", List.of(deployer)));
    all.add(new Governed("Arbitration", "dismiss", List.of(deployer)));
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
