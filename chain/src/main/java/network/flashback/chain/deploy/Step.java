package network.flashback.chain.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.chain.Abis;
import network.flashback.chain.Call;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;

/// One creation of a deployment.
///
/// @param number from 0; the factory takes them in this order only
/// @param at where the contract will be
/// @param arguments encoded, as explorers ask for them
/// @param code creation code with the arguments behind it
record Step(
    int number,
    Blueprint blueprint,
    Site site,
    Address factory,
    Address at,
    Bytes arguments,
    Bytes code) {
  private static final long INTRINSIC_GAS = 21_000;
  private static final long CREATION_GAS = 32_000;
  private static final long CODE_BYTE_GAS = 200;
  private static final long CALLDATA_BYTE_GAS = 16;

  /// EIP-7623: a transaction costs at least as much for each byte of calldata.
  private static final long CALLDATA_BYTE_FLOOR_GAS = 40;

  /// For what constructors, the factory's count and copying cost besides: a fixed part, and two new
  /// slots for each word of arguments.
  private static final long CONSTRUCTOR_GAS = 300_000;

  private static final long ARGUMENT_GAS = 50_000;
  private static final int WORD = 32;

  static Step of(int number, Blueprint blueprint, Site site, Address factory) {
    var arguments =
        Abis.of(blueprint.name()).encodeConstructor(blueprint.argumentsIn(site).toArray());
    return new Step(
        number,
        blueprint,
        site,
        factory,
        site.at(blueprint.name()),
        arguments,
        Abis.creationCode(blueprint.name()).then(arguments));
  }

  /// Where the factory's creations will be: a factory's first creation has nonce 1 (EIP-161).
  static Map<String, Address> addresses(List<Blueprint> blueprints, Address factory) {
    var addresses = new TreeMap<String, Address>();
    for (int number = 0; number < blueprints.size(); number++) {
      addresses.put(blueprints.get(number).name(), Address.ofContract(factory, number + 1L));
    }
    return addresses;
  }

  String name() {
    return blueprint.name();
  }

  Call call() {
    return Call.of(
        "Creation of " + name(),
        factory,
        Abis.of("Factory").function("create").encode(number, code));
  }

  /// More gas than the creation takes on any chain: usable before the earlier steps are there.
  long gasBound() {
    long calldata = call().input().size();
    long execution =
        CALLDATA_BYTE_GAS * calldata
            + CREATION_GAS
            + CODE_BYTE_GAS * code.size()
            + CONSTRUCTOR_GAS
            + ARGUMENT_GAS * (arguments.size() / WORD);
    return INTRINSIC_GAS + Math.max(CALLDATA_BYTE_FLOOR_GAS * calldata, execution);
  }
}
