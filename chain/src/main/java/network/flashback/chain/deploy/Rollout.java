package network.flashback.chain.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.chain.RevertedException;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.deploy.Manifest.Creation;
import network.flashback.chain.deploy.Manifest.Entry;
import network.flashback.chain.deploy.Manifest.Sent;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wei;
import network.flashback.evm.abi.Abi;

/// A deployment to any chain, step by step. It may be cut short anywhere and run again: the chain
/// says what is there, the manifest says what is wanted, and the factory takes each step once.
public final class Rollout {
  /// What the rest of a deployment may cost.
  ///
  /// @param creations still to be made
  /// @param gas at most
  /// @param price per gas now: base fee and tip
  /// @param fee gas times price
  public record Cost(int creations, long gas, Wei price, Wei fee) {}

  private final Chain chain;
  private final List<Step> steps;
  private Manifest manifest;

  private Rollout(Chain chain, Manifest manifest, List<Step> steps) {
    var abis = Stream.of("Factory", "Orchestrator").map(Abis::of);
    var own = steps.stream().map(step -> Abis.of(step.name()));
    this.chain = chain.readingErrorsOf(Stream.concat(abis, own).toArray(Abi[]::new));
    this.manifest = manifest;
    this.steps = steps;
  }

  /// A new deployment; nothing is written or sent yet.
  ///
  /// @param profile with a fixed genesis
  /// @throws ChainException when chain, wallet or profile will not do
  public static Rollout begin(
      Chain chain, Address deployer, DeploymentProfile profile, String label, String program) {
    Preflight.require(chain, deployer, profile);
    requireNothingWaits(chain, deployer);
    var foundry = Foundry.of(chain, deployer, label);
    if (!chain.code(foundry.at()).isEmpty()) {
      throw new ChainException(
          "Wallet %s has deployed under the label '%s' on chain %d already: its factory is at %s. Continue that deployment with --resume and its manifest, or choose another --label. Nothing was sent."
              .formatted(deployer, label, chain.id(), foundry.at()));
    }
    var steps = Blueprints.steps(profile.plan(), foundry.at());
    var entries = new ArrayList<Entry>();
    var factory = Foundry.arguments(deployer);
    entries.add(
        new Entry(
            Manifest.FACTORY,
            foundry.at(),
            factory,
            Abis.creationCode(Manifest.FACTORY).then(factory).keccak256(),
            Optional.empty()));
    for (var step : steps) {
      entries.add(
          new Entry(
              step.name(), step.at(), step.arguments(), step.code().keccak256(), Optional.empty()));
    }
    var manifest =
        new Manifest(
            program, chain.id(), chain.height(), deployer, label, profile.asText(), entries, false);
    return new Rollout(chain, manifest, steps);
  }

  /// The deployment of this manifest, wherever it stopped.
  ///
  /// @throws ChainException when it is another chain's or wallet's, or another program's
  public static Rollout resume(Chain chain, Address deployer, Manifest manifest) {
    var profile = DeploymentProfile.of(manifest.profile());
    if (!manifest.deployer().equals(deployer)) {
      throw new ChainException(
          "The deployment was begun by wallet %s, and its factory obeys nobody else; --key is of %s. Use the key it was begun with."
              .formatted(manifest.deployer(), deployer));
    }
    Preflight.require(chain, deployer, profile);
    var steps = Blueprints.steps(profile.plan(), manifest.factory());
    var wanted = manifest.entries().stream().skip(1).map(Rollout::identity).toList();
    var ours =
        steps.stream()
            .map(step -> List.of(step.name(), step.at(), step.code().keccak256()))
            .toList();
    if (!ours.equals(wanted)) {
      throw new ChainException(
          "The deployment was begun by %s, whose contracts are not those of this program. Continue it with that version, or begin anew under another --label and --manifest. Nothing was sent."
              .formatted(manifest.program()));
    }
    return new Rollout(chain, manifest, steps);
  }

  public Manifest manifest() {
    return manifest;
  }

  /// What is still to be made, by the chain's own account, and its price now.
  public Cost cost() {
    int creations = 0;
    long gas = 0;
    if (missing(manifest.factory())) {
      creations++;
      gas += Foundry.GAS_BOUND;
    }
    for (var step : steps) {
      if (missing(step.at())) {
        creations++;
        gas += step.gasBound();
      }
    }
    var price = chain.head().baseFeePerGas().plus(chain.suggestedPriorityFee());
    return new Cost(creations, gas, price, price.times(gas));
  }

  /// Makes what is missing, inspects everything, and keeps the manifest up to date.
  ///
  /// @param sender of the deploying wallet, and no other program's
  /// @param progress told each step in words
  /// @return the complete manifest
  public Manifest run(TransactionSender sender, Path file, Consumer<String> progress)
      throws IOException {
    requireFunds(cost());
    manifest.write(file);
    // What an interrupted run has sent may still be on its way.
    sender.awaitSent();
    createFactory(sender, file, progress);
    for (var step : steps) {
      create(step, sender, file, progress);
    }
    requireMarkets();
    var deployment = manifest.deployment();
    deployment.verify(chain);
    Powers.requireVoteOnly(chain, deployment);
    progress.accept("no key holds a role: the timelock obeys the vote alone");
    manifest = manifest.completed();
    manifest.write(file);
    return manifest;
  }

  private void createFactory(TransactionSender sender, Path file, Consumer<String> progress)
      throws IOException {
    var receipt = Optional.<Receipt>empty();
    if (!missing(manifest.factory())) {
      if (isRecorded(0)) {
        return;
      }
    } else {
      var foundry = Foundry.of(chain, manifest.deployer(), manifest.label());
      if (!foundry.at().equals(manifest.factory())) {
        throw new ChainException(
            "Wallet %s has sent another transaction since the deployment was begun, so that its factory would be at %s and not at %s. Nothing of it is on the chain yet: delete the manifest and begin again, with a wallet that does nothing else."
                .formatted(manifest.deployer(), foundry.at(), manifest.factory()));
      }
      receipt = Optional.of(sender.send(foundry.creation()));
    }
    var factory = Foundry.inspect(chain, manifest.factory(), manifest.deployer());
    record(0, factory, receipt, file);
    progress.accept("Factory at " + factory.address());
  }

  private void create(Step step, TransactionSender sender, Path file, Consumer<String> progress)
      throws IOException {
    var receipt = Optional.<Receipt>empty();
    var trial = Optional.<Bytes32>empty();
    if (!missing(step.at())) {
      if (isRecorded(step.number() + 1)) {
        return;
      }
    } else {
      try {
        trial = Optional.of(tried(step));
        receipt = Optional.of(sender.send(step.call()));
      } catch (RevertedException refused) {
        throw explained(step, refused);
      }
    }
    record(step.number() + 1, Inspection.of(step, chain, trial), receipt, file);
    progress.accept("%s at %s".formatted(step.name(), step.at()));
  }

  /// The creation without its consequences: the hash of the code that it would leave.
  private Bytes32 tried(Step step) {
    var returned = chain.call(step.call(), Optional.of(manifest.deployer()), BlockTag.LATEST);
    var values = Abis.of("Factory").function("create").decodeReturn(returned);
    if (!values.address("at").equals(step.at())) {
      throw new ChainException(
          "%s would be created at %s instead of %s: chain %d derives addresses in a way of its own, and contracts that name each other cannot be placed there. Nothing was sent for this step."
              .formatted(step.name(), values.address("at"), step.at(), chain.id()));
    }
    return values.word("codeHash");
  }

  private ChainException explained(Step step, RevertedException refused) {
    if (refused.failure().filter(each -> each.name().equals("CreationFailed")).isPresent()) {
      return new ChainException(
          "Chain %d does not take the code of %s: %d bytes are created. Either it allows less than the 24,576 bytes of EIP-170, or less gas, or it lacks an instruction (the code needs none newer than paris). Flashback needs a chain that takes it."
              .formatted(chain.id(), step.name(), step.code().size()),
          refused);
    }
    return refused;
  }

  /// Notes how a contract came to be: from the receipt in hand, or, when the program that sent it
  /// was stopped before it had one, from the factory's event.
  private void record(int number, Contract contract, Optional<Receipt> receipt, Path file)
      throws IOException {
    manifest =
        manifest.with(
            number,
            new Creation(
                chain.code(contract.address()).keccak256(),
                receipt.or(() -> receiptOf(number)).map(Rollout::sent)));
    manifest.write(file);
  }

  private boolean isRecorded(int number) {
    return manifest.entries().get(number).created().isPresent();
  }

  private static Sent sent(Receipt receipt) {
    return new Sent(
        receipt.transactionHash(), receipt.blockNumber(), receipt.gasUsed(), receipt.cost());
  }

  private Optional<Receipt> receiptOf(int number) {
    if (number == 0) {
      return Optional.empty();
    }
    var factory =
        new Contract(Manifest.FACTORY, manifest.factory(), Abis.of(Manifest.FACTORY), chain);
    return chain.logs(factory.events("Created"), manifest.block(), chain.height()).stream()
        .filter(
            log ->
                factory
                    .read(log)
                    .filter(event -> event.values().number("step") == number - 1)
                    .isPresent())
        .findFirst()
        .flatMap(log -> chain.receipt(log.transactionHash()));
  }

  /// Founded by the timelock: without them nothing can be opened.
  private void requireMarkets() {
    var site = steps.getFirst().site();
    var orchestrator =
        new Contract("Orchestrator", site.at("Orchestrator"), Abis.of("Orchestrator"), chain);
    var tokens = site.tokens();
    for (int number = 1; number <= tokens.size(); number++) {
      var market = orchestrator.call("marketOf", number);
      boolean asPlanned =
          market.address("token").equals(tokens.get(number - 1))
              && market.number("feeBps") == site.plan().feeBps()
              && market.address("oracle").equals(site.at("QualityOracle"));
      if (!asPlanned) {
        throw new ChainException(
            "Market %d is %s, and not as planned. Do not use this deployment."
                .formatted(number, market));
      }
    }
  }

  private boolean missing(Address address) {
    return chain.code(address).isEmpty();
  }

  private void requireFunds(Cost cost) {
    var balance = chain.balance(manifest.deployer());
    if (balance.compareTo(cost.fee()) < 0) {
      throw new ChainException(
          "Wallet %s holds %s on chain %d, but the %d creations may cost %s (%d gas at %s). Send coins of that chain to the wallet. Nothing was sent."
              .formatted(
                  manifest.deployer(),
                  balance,
                  chain.id(),
                  cost.creations(),
                  cost.fee(),
                  cost.gas(),
                  cost.price()));
    }
  }

  /// Another transaction of the wallet would move the factory, or be waited for in vain.
  private static void requireNothingWaits(Chain chain, Address deployer) {
    long waiting = waiting(chain, deployer);
    if (waiting > 0) {
      throw new ChainException(
          "Wallet %s has %d transactions on chain %d that are not in a block yet. Wait until they are, or replace them: the deployment needs the next nonces for itself. Nothing was sent."
              .formatted(deployer, waiting, chain.id()));
    }
  }

  private static long waiting(Chain chain, Address deployer) {
    return chain.transactionCount(deployer, BlockTag.PENDING)
        - chain.transactionCount(deployer, BlockTag.LATEST);
  }

  private static List<Object> identity(Entry entry) {
    return List.of(entry.name(), entry.address(), entry.creationCodeHash());
  }
}
