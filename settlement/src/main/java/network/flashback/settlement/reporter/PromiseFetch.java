package network.flashback.settlement.reporter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.ChainException;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import network.flashback.settlement.reporter.ReporterChain.Target;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches the documents of promises before an epoch is summed up: from the node that made them,
/// the market that listed them, or another reporter. A provider that withholds its promise gains
/// nothing as long as one of them has it.
final class PromiseFetch {
  private static final Logger LOG = LoggerFactory.getLogger(PromiseFetch.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final ReporterChain chain;
  private final Promises promises;
  private final BoundedHttp http;
  private final Peers peers;
  private final Optional<String> market;
  private final Address self;

  /// @param market address of a market that keeps the promises of the offers it listed
  PromiseFetch(
      ReporterChain chain,
      Promises promises,
      BoundedHttp http,
      Peers peers,
      Optional<String> market,
      Address self) {
    this.chain = chain;
    this.promises = promises;
    this.http = http;
    this.peers = peers;
    this.market = market;
    this.self = self;
  }

  /// Fetches what is missing of an epoch's agreements. What nobody gives is asked for again in the
  /// next epoch.
  void fetch(long epoch) throws InterruptedException {
    try {
      for (Target target : chain.targets(epoch)) {
        var hash = promises.missing(target.agreementId());
        if (hash.isPresent() && !fetched(epoch, target, hash.get())) {
          LOG.warn(
              "Nobody gives the promise {} of agreement {}: without it the usual target counts",
              hash.get(),
              target.agreementId());
        }
      }
    } catch (IOException | ChainException failed) {
      LOG.warn("Promises of epoch {} wait: {}", epoch, failed.getMessage());
    }
  }

  private boolean fetched(long epoch, Target target, Bytes32 hash)
      throws IOException, InterruptedException {
    var addresses = new ArrayList<String>();
    addresses.add(target.endpoint());
    market.ifPresent(addresses::add);
    for (String address : addresses) {
      if (keep(get(address, hash), hash)) {
        return true;
      }
    }
    List<Peer> others =
        chain.reportersOf(epoch).stream().filter(peer -> !peer.key().equals(self)).toList();
    for (Peer peer : others) {
      if (keep(peers.records(hash, peer, QualityPromise.BYTES_MAX), hash)) {
        return true;
      }
    }
    return false;
  }

  private boolean keep(Optional<Bytes> document, Bytes32 hash) throws IOException {
    if (document.flatMap(bytes -> QualityPromise.of(bytes, hash)).isEmpty()) {
      return false;
    }
    promises.documents().add(document.orElseThrow());
    return true;
  }

  private Optional<Bytes> get(String address, Bytes32 hash) throws InterruptedException {
    try {
      var answer =
          http.get(
              BoundedHttp.below(address, QualityPromise.PATH + hash),
              TIMEOUT,
              QualityPromise.BYTES_MAX);
      return answer.statusCode() == OK ? Optional.of(Bytes.of(answer.body())) : Optional.empty();
    } catch (IOException nothing) {
      LOG.debug("{} does not give the promise {}: {}", address, hash, nothing.getMessage());
      return Optional.empty();
    }
  }
}
