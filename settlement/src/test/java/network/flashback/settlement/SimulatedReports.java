package network.flashback.settlement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.quality.SummaryJson;

/// What the reporters of a [SimulatedMarket] wrote down, signed and published.
final class SimulatedReports implements QualityReports, Records {
  private static final int PROBES = 10;

  // What the leaf was is not looked at again: that somebody signed for it is.
  private static final Bytes32 LEAF = Bytes32.of(7);

  private final SimulatedMarket market;
  private final Map<Bytes32, Bytes> published = new HashMap<>();
  private final Map<QualityRoot, QualityBundle> bundles = new HashMap<>();

  SimulatedReports(SimulatedMarket market) {
    this.market = market;
  }

  /// Publishes and posts the reports of an epoch.
  ///
  /// @param silent of ten probes of each agreement, how many every reporter found unanswered
  /// @return the error with which the root was refused; empty when it was not
  Optional<String> post(long epoch, Map<AgreementId, Integer> silent) throws IOException {
    var bundle = bundle(epoch, silent);
    var root = bundle.root();
    published.put(bundle.hash(), SummaryJson.bytes(bundle));
    bundles.put(root, bundle);
    var oracle = market.contracts.quality();
    var data = root.typedData(oracle.domain());
    var signatures =
        keys().stream()
            .sorted(Comparator.comparing(PrivateKey::address))
            .map(key -> key.sign(data).toBytes())
            .toList();
    return market.chain.attempt(SimulatedMarket.reporter(0), oracle.post(root, signatures));
  }

  void clear() {
    published.clear();
    bundles.clear();
  }

  private List<PrivateKey> keys() {
    var keys = new ArrayList<PrivateKey>();
    for (int reporter = 0; reporter < SimulatedMarket.REPORTERS; reporter++) {
      keys.add(market.chain.key(SimulatedMarket.reporter(reporter)));
    }
    return keys;
  }

  private QualityBundle bundle(long epoch, Map<AgreementId, Integer> silent) throws IOException {
    List<Summary.Signed> summaries = new ArrayList<>();
    for (PrivateKey key : keys()) {
      var raw = raw(epoch, key.address(), silent);
      published.put(raw.keccak256(), raw);
      var summary =
          new Summary(
              market.contracts.chain().id(),
              market.contracts.quality().address(),
              epoch,
              key.address(),
              raw.keccak256(),
              RawRecords.sum(raw));
      summaries.add(summary.sign(key));
    }
    return QualityBundle.of(epoch, summaries);
  }

  private Bytes raw(long epoch, Address reporter, Map<AgreementId, Integer> silent) {
    var lines = new StringBuilder();
    // Nonces only have to differ from one another.
    var nonces = new Random(epoch);
    silent.forEach(
        (id, count) -> {
          for (int probe = 0; probe < PROBES; probe++) {
            var nonce = SignedAnswer.nonce(epoch, nonces);
            lines.append(
                probe < count
                    ? "{\"agreementId\":\"%s\",\"leaf\":%d,\"outcome\":\"silent\"}\n"
                        .formatted(id, probe)
                    : right(new ProbeAnswer(id, probe, 1, LEAF, reporter, nonce, at(epoch))));
          }
        });
    return Bytes.of(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private long at(long epoch) {
    return market.chain.schedule.startOf(epoch);
  }

  private String right(ProbeAnswer answer) {
    var node = market.chain.key(SimulatedMarket.owner(market.provider(answer.agreementId())));
    return ("{\"agreementId\":\"%s\",\"leaf\":%d,\"outcome\":\"right\",\"millis\":3,\"sequence\":%d,"
            + "\"leafHash\":\"%s\",\"nonce\":\"%s\",\"nodeAt\":%d,\"nodeSignature\":\"%s\"}\n")
        .formatted(
            answer.agreementId(),
            answer.leafIndex(),
            answer.sequence(),
            answer.leafHash(),
            answer.nonce(),
            answer.at(),
            answer.sign(node));
  }

  @Override
  public synchronized Optional<List<Breach>> breachesOf(QualityRoot posted) {
    return Optional.ofNullable(bundles.get(posted)).map(QualityBundle::breaches);
  }

  @Override
  public Optional<Bytes> find(Bytes32 hash, int bytesMax) {
    return Optional.ofNullable(published.get(hash));
  }
}
