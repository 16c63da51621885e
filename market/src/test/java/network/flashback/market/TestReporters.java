package network.flashback.market;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.PrivateKey;

/// Four reporters of a test network, who sign what they are told.
final class TestReporters {
  private static final List<Integer> KEYS = List.of(1, 6, 7, 8);
  private static final BigInteger STAKE =
      BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(10_000));

  private final TestNetwork network;

  TestReporters(TestNetwork network) {
    this.network = network;
    var contracts = network.contracts;
    var flash = contracts.token(contracts.deployment().address("FlashToken"));
    for (int index : KEYS) {
      var sender = network.sender(index);
      network.sender(0).send(flash.transfer(sender.address(), STAKE));
      var id =
          contracts
              .registry()
              .registeredId(
                  sender.send(
                      contracts
                          .registry()
                          .register(
                              Registry.REPORTER,
                              sender.address(),
                              sender.address(),
                              Bytes32.of(1),
                              "http://127.0.0.1:920" + index)));
      sender.send(flash.approve(contracts.stakes().address(), STAKE));
      sender.send(contracts.stakes().stake(id, flash.address(), STAKE));
      sender.send(contracts.quality().join(id));
    }
  }

  /// Lets an epoch pass, and posts a report about it.
  QualityRoot report(Measurements.Measured... measured) {
    var contracts = network.contracts;
    var schedule = contracts.orchestrator().schedule();
    long now = network.chain.head().timestamp().getEpochSecond();
    // Whoever joined in one epoch reports from the next one on.
    long epoch = schedule.epochAt(now) + 1;
    network.rpc.call("evm_setNextBlockTimestamp", schedule.endOf(epoch) + 1);
    network.rpc.call("evm_mine");
    var root = new QualityRoot(epoch, Bytes32.of(epoch), Keccak256.hash("report of " + epoch));
    network.reports.put(root.recordsHash(), List.of(measured));
    var digest = root.typedData(contracts.quality().domain());
    List<Bytes> signatures =
        KEYS.stream()
            .map(network::key)
            .sorted(Comparator.comparing(PrivateKey::address))
            .map(key -> key.sign(digest).toBytes())
            .toList();
    network.relay.send(contracts.quality().post(root, signatures));
    network.market.catchUp();
    return root;
  }
}
