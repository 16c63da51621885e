package network.flashback.chain.deploy;

import java.util.LinkedHashMap;
import java.util.Optional;
import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.Contract;
import network.flashback.chain.Deployment;
import network.flashback.chain.PendingTransaction;
import network.flashback.chain.TransactionSender;
import network.flashback.evm.Address;

/// Creates all contracts from one wallet at once, within a few blocks: for the development network
/// and for tests. [Rollout] does the same step by step, and survives an interruption.
public final class ContractDeployer {
  private static final String TEST_DOLLAR = "TestDollar";
  private static final long TEST_DOLLAR_GAS_LIMIT = 3_000_000;

  private final Chain chain;
  private final TransactionSender deployer;

  public ContractDeployer(Chain chain, TransactionSender deployer) {
    this.chain = chain;
    this.deployer = deployer;
  }

  /// Creates the contracts, a test dollar first where the plan names no stable coin, and the first
  /// market (number 1: stable coin, fee, quality oracle). Nobody holds a key that governs.
  public Deployment deploy(DeploymentPlan plan) {
    var deployment = Deployment.empty(chain.id(), chain.height());
    var label = "development " + chain.transactionCount(deployer.address(), BlockTag.PENDING);
    if (plan.stableCoin().isEmpty()) {
      var dollar = testDollar();
      deployment = deployment.with(dollar);
      plan = plan.withStableCoin(dollar.address());
    }
    return create(plan, Foundry.of(chain, deployer.address(), label), deployment);
  }

  private Deployment create(DeploymentPlan plan, Foundry foundry, Deployment deployment) {
    var factory = deployer.submit(foundry.creation(), Foundry.GAS_BOUND);
    var sent = new LinkedHashMap<Step, PendingTransaction>();
    for (var step : Blueprints.steps(plan, foundry.at())) {
      sent.put(step, deployer.submit(step.call(), step.gasBound()));
    }
    factory.await();
    deployment = deployment.with(Foundry.inspect(chain, foundry.at(), deployer.address()));
    for (var creation : sent.entrySet()) {
      creation.getValue().await();
      deployment = deployment.with(Inspection.of(creation.getKey(), chain, Optional.empty()));
    }
    Powers.requireVoteOnly(chain, deployment);
    return deployment;
  }

  private Contract testDollar() {
    var creation = Call.creation(TEST_DOLLAR, Abis.creationCode(TEST_DOLLAR));
    var receipt = deployer.submit(creation, TEST_DOLLAR_GAS_LIMIT).await();
    Address at = receipt.created().orElseThrow();
    return new Contract(TEST_DOLLAR, at, Abis.of(TEST_DOLLAR), chain);
  }
}
