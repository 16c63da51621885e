package network.flashback.chain.deploy;

import java.util.Optional;
import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.chain.RevertedException;
import network.flashback.chain.WrongChainException;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.evm.keystore.DevelopmentKeys;

/// What must be true of chain, wallet and profile before anything is sent.
final class Preflight {
  private static final Address PAIRING = Address.of(Bytes32.of(8));

  private Preflight() {}

  static void require(Chain chain, Address deployer, DeploymentProfile profile) {
    if (profile.chainId() != chain.id()) {
      throw new WrongChainException(chain.rpc().node(), profile.chainId(), chain.id());
    }
    requireOwnKeys(chain, deployer, profile.plan());
    requirePairing(chain);
    if (chain.code(profile.stableCoin()).isEmpty()) {
      throw new ChainException(
          "The profile's 'stable.coin' %s is no contract on chain %d. Nothing was sent."
              .formatted(profile.stableCoin(), chain.id()));
    }
    profile.plan().wrappedCoin().ifPresent(coin -> requireWrapping(chain, deployer, coin));
  }

  /// Wraps nothing, for a try: any token that is no wrapped coin refuses that.
  private static void requireWrapping(Chain chain, Address deployer, Address coin) {
    var deposit =
        new Contract("Wrapped coin", coin, Abis.of("WrappedCoin"), chain).callOf("deposit");
    boolean wraps = !chain.code(coin).isEmpty();
    if (wraps) {
      try {
        chain.call(deposit, Optional.of(deployer), BlockTag.LATEST);
      } catch (RevertedException refused) {
        wraps = false;
      }
    }
    if (!wraps) {
      throw new ChainException(
          "The profile's 'wrapped.coin' %s is no wrapped coin of chain %d: it has no deposit(), as WETH9 has it. Name the chain's own, or leave the line away. Nothing was sent."
              .formatted(coin, chain.id()));
    }
  }

  /// Keys that everybody knows must neither deploy, nor own, nor make the seeds of a real chain.
  private static void requireOwnKeys(Chain chain, Address deployer, DeploymentPlan plan) {
    if (chain.id() == DevelopmentKeys.CHAIN_ID) {
      return;
    }
    refuseDevelopmentKey("The deploying wallet", deployer);
    refuseDevelopmentKey("The treasury", plan.treasury());
    refuseDevelopmentKey("The fiat desk's operator", plan.prepaid().fiatOperator());
    plan.disputes()
        .arbitrators()
        .forEach(arbitrator -> refuseDevelopmentKey("The arbitrator", arbitrator));
    byte[] fake = BlsBn254.Secret.ofDevelopmentBeacon().publicKey().toArray();
    for (int word = 0; word < 4; word++) {
      if (!Bytes32.of(fake, word * Bytes32.SIZE).toInteger().equals(plan.beaconKey().get(word))) {
        return;
      }
    }
    throw new ChainException(
        "The profile's 'drand.key' is that of FakeDrand, whose secret everybody knows: it works on the development chain only. Leave it away for drand's evmnet. Nothing was sent.");
  }

  private static void refuseDevelopmentKey(String who, Address address) {
    var index = DevelopmentKeys.indexOf(address);
    if (index.isPresent()) {
      throw new ChainException(
          "%s %s is development key %d, which everybody knows: it works on the development chain only. Use a key of your own. Nothing was sent."
              .formatted(who, address, index.getAsInt()));
    }
  }

  /// Seeds are verified by pairing on BN254 (EIP-197): no pairs at all are a true equation.
  private static void requirePairing(Chain chain) {
    var answer = chain.call(Call.of("Pairing of nothing", PAIRING, Bytes.EMPTY), BlockTag.LATEST);
    if (answer.size() != Bytes32.SIZE || answer.at(Bytes32.SIZE - 1) != 1) {
      throw new ChainException(
          "Chain %d does not compute pairings on BN254 (EIP-197, precompile 8), by which the seeds of epochs are verified: Flashback cannot run there. Nothing was sent."
              .formatted(chain.id()));
    }
  }
}
