package network.flashback.chain.deploy;

import network.flashback.chain.Abis;
import network.flashback.chain.BlockTag;
import network.flashback.chain.Call;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// Where the factory of a deployment is, or will be, and how it gets there.
///
/// @param at follows from wallet and label alone where the chain has the deterministic deployment
///   proxy, so that one wallet gets the same addresses on every such chain; else from the wallet's
///   nonce
/// @param creation the transaction that creates it
record Foundry(Address at, Call creation) {
  /// The deterministic deployment proxy: takes a salt and creation code behind it, and creates by
  /// CREATE2. It is at this address on most chains, because the transaction that creates it is
  /// signed by nobody's key (github.com/Arachnid/deterministic-deployment-proxy).
  private static final Address PROXY = Address.parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");

  private static final Bytes32 PROXY_CODE_HASH =
      Bytes32.fromHex("0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989");

  /// More than the factory's creation takes.
  static final long GAS_BOUND = 1_200_000;

  /// For a factory that is not there yet.
  ///
  /// @param label tells deployments of one wallet apart
  static Foundry of(Chain chain, Address deployer, String label) {
    var code = creationCode(deployer);
    if (chain.code(PROXY).keccak256().equals(PROXY_CODE_HASH)) {
      var salt = Keccak256.hash("Flashback: " + label);
      return new Foundry(
          Address.ofSaltedContract(PROXY, salt, code.keccak256()),
          Call.of("Creation of Factory", PROXY, salt.toBytes().then(code)));
    }
    long nonce = chain.transactionCount(deployer, BlockTag.PENDING);
    return new Foundry(Address.ofContract(deployer, nonce), Call.creation("Factory", code));
  }

  /// The factory, once it is there, is what the compiler made, and obeys this wallet.
  static Contract inspect(Chain chain, Address at, Address deployer) {
    var factory = new Contract("Factory", at, Abis.of("Factory"), chain);
    boolean ours =
        CompiledCode.isOf(Abis.creationCode("Factory"), chain.code(at))
            && factory.call("deployer").address(0).equals(deployer);
    if (!ours) {
      throw new ChainException(
          "There is no factory at %s, or one that does not obey wallet %s. Deploy under another --label."
              .formatted(at, deployer));
    }
    return factory;
  }

  /// Of its constructor, encoded.
  static Bytes arguments(Address deployer) {
    return Abis.of("Factory").encodeConstructor(deployer);
  }

  private static Bytes creationCode(Address deployer) {
    return Abis.creationCode("Factory").then(arguments(deployer));
  }
}
