package network.flashback.settlement.dispute;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.dispute.Party.Side;
import network.flashback.settlement.wire.BoundedHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that both sides of a dispute have the evidence of both. The register says where the
/// provider's node is, so that the consumer's gateway fetches what is missing there and brings what
/// the node lacks; the node waits for it. Whoever brings a document, only its hash counts.
final class EvidenceKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceKeeper.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 4096;
  // Between two attempts at one document, seconds of the chain.
  private static final long PAUSE_SECONDS = 60;
  private static final int OK = 200;

  private final Contracts contracts;
  private final DisputeBook book;
  private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(2));
  private final Map<BigInteger, Known> known = new HashMap<>();
  private final Set<Bytes32> delivered = new HashSet<>();
  private final Map<Bytes32, Long> notBefore = new HashMap<>();

  private record Known(Dispute.State state, Set<Bytes32> hashes) {}

  EvidenceKeeper(Contracts contracts, DisputeBook book) {
    this.contracts = contracts;
    this.book = book;
  }

  /// Brings the evidence of one dispute together, as far as it can be had now.
  ///
  /// @param now second of the chain
  void follow(BigInteger id, Dispute dispute, Side side, long now) {
    try {
      var hashes = hashes(id, dispute.state());
      var provider = dispute.agreementId().providerId();
      for (Bytes32 hash : hashes) {
        var document = book.find(hash, KeptEvidence.BYTES_MAX);
        if (side != Side.CONSUMER || now < notBefore.getOrDefault(hash, 0L)) {
          continue;
        }
        if (document.isEmpty()) {
          notBefore.put(hash, now + PAUSE_SECONDS);
          fetch(provider, hash);
        } else if (!delivered.contains(hash)) {
          notBefore.put(hash, now + PAUSE_SECONDS);
          deliver(provider, hash, document.get());
        }
      }
    } catch (IOException failed) {
      LOG.debug("Evidence of dispute {} waits: {}", id, failed.getMessage());
    }
  }

  /// What is still wanted is taken from whoever brings it; what is over for long is given up.
  ///
  /// @param open the disputes that are followed
  void settle(Set<BigInteger> open, Instant now) {
    known.keySet().retainAll(open);
    var wanted = new HashSet<Bytes32>();
    known.values().forEach(dispute -> wanted.addAll(dispute.hashes()));
    book.kept().want(wanted);
    notBefore.keySet().retainAll(wanted);
    delivered.retainAll(wanted);
    try {
      book.kept().forget(now);
    } catch (IOException failed) {
      LOG.warn("Old evidence could not be given up: {}", failed.getMessage());
    }
  }

  // Read again with every step: an answer and an appeal bring their own.
  private Set<Bytes32> hashes(BigInteger id, Dispute.State state) {
    var before = known.get(id);
    if (before != null && before.state() == state) {
      return before.hashes();
    }
    var hashes = EvidenceHashes.of(contracts, id).all();
    known.put(id, new Known(state, hashes));
    var wanted = new HashSet<Bytes32>();
    known.values().forEach(dispute -> wanted.addAll(dispute.hashes()));
    book.kept().want(wanted);
    return hashes;
  }

  private void fetch(long provider, Bytes32 hash) throws IOException {
    try {
      var address = BoundedHttp.below(endpoint(provider), Dispute.EVIDENCE_PATH + hash);
      var answer = http.get(address, TIMEOUT, KeptEvidence.BYTES_MAX);
      if (answer.statusCode() == OK && book.kept().keep(hash, Bytes.of(answer.body()))) {
        LOG.info("The evidence {} of provider {} is kept here too", hash, provider);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(long provider, Bytes32 hash, Bytes document) throws IOException {
    try {
      var address = BoundedHttp.below(endpoint(provider), Dispute.EVIDENCE_PATH + hash);
      var request =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/octet-stream")
              .PUT(BodyPublishers.ofByteArray(document.toArray()))
              .build();
      var answer = http.send(request, TIMEOUT, ANSWER_BYTES_MAX);
      if (answer.statusCode() / 100 == 2) {
        delivered.add(hash);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private String endpoint(long provider) {
    return contracts.registry().endpointOf(provider);
  }

  @Override
  public void close() {
    http.close();
  }
}
