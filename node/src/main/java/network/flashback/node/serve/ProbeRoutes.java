package network.flashback.node.serve;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.Wallet;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.Agreements;
import network.flashback.node.store.Pieces;

/// Leaves with their proof against the newest committed revision, for reporters' probes and for
/// whoever may read. What reporters are answered is signed, so that others believe them.
final class ProbeRoutes {
  private static final Duration REPORTERS_HOLD = Duration.ofSeconds(10);
  private static final Duration SEQUENCE_HOLDS = Duration.ofSeconds(1);

  private final Pieces store;
  private final Sessions sessions;
  private final Agreements agreements;
  private final Wallet nodeKey;
  private final InstantSource clock;
  private final ConcurrentMap<AgreementId, Committed> committed = new ConcurrentHashMap<>();
  private volatile Reporters reporters = new Reporters(Set.of(), Instant.EPOCH);

  private record Committed(long sequence, Instant askedAt) {}

  private record Reporters(Set<Address> keys, Instant askedAt) {}

  /// @param nodeKey signs what reporters are answered
  ProbeRoutes(
      Pieces store, Sessions sessions, Agreements agreements, Wallet nodeKey, InstantSource clock) {
    this.store = store;
    this.sessions = sessions;
    this.agreements = agreements;
    this.nodeKey = nodeKey;
    this.clock = clock;
  }

  HttpResponse leaf(HttpRequest request, AgreementId agreement, long index) throws IOException {
    var reporter = authorise(request, agreement);
    long sequence = requireCommitted(agreement);
    var proof = prove(agreement, sequence, index);
    var answer = new LinkedHashMap<String, Object>();
    answer.put("leaf", proof.leaf().toString());
    answer.put("piecePath", proof.piecePath().stream().map(Bytes32::toString).toList());
    answer.put("pieceLeaves", Long.toString(proof.pieceLeaves()));
    answer.put("pieceIndex", Long.toString(proof.pieceIndex()));
    answer.put("unitPath", proof.unitPath().stream().map(Bytes32::toString).toList());
    answer.put("unitPathLeaves", proof.unitPathLeaves().stream().map(String::valueOf).toList());
    answer.put("unitPathLeft", proof.unitPathLeft().toString());
    answer.put("sequence", Long.toString(sequence));
    if (reporter.isPresent()) {
      sign(answer, request, new Shown(agreement, index, sequence, proof.leaf()), reporter.get());
    }
    return Json.answer(200, answer);
  }

  /// Sequence of the newest revision on chain of what is kept here.
  long requireCommitted(AgreementId agreement) {
    if (!store.agreements().contains(agreement)) {
      throw Problem.AGREEMENT_NOT_HERE.because(
          "Nothing is kept for agreement " + agreement + " here.");
    }
    long sequence = committedSequence(agreement);
    if (sequence == 0) {
      throw Problem.NOTHING_COMMITTED.because(
          "Agreement " + agreement + " has no revision on chain.");
    }
    return sequence;
  }

  private record Shown(AgreementId agreement, long index, long sequence, Bytes leaf) {}

  private void sign(
      Map<String, Object> answer, HttpRequest request, Shown shown, Address reporter) {
    var header = request.header(ProbeAnswer.NONCE_HEADER);
    if (header.isEmpty()) {
      // A reporter from before answers were signed.
      return;
    }
    var nonce = header.get();
    if (!ProbeAnswer.isNonce(nonce)) {
      throw Json.invalid(
          ProbeAnswer.NONCE_HEADER, "is no 32 bytes in hexadecimal: draw one for each probe");
    }
    long at = clock.instant().getEpochSecond();
    var signed =
        new ProbeAnswer(
            shown.agreement(),
            shown.index(),
            shown.sequence(),
            shown.leaf().keccak256(),
            reporter,
            Bytes32.fromHex(nonce),
            at);
    answer.put("at", Long.toString(at));
    answer.put("signature", signed.sign(nodeKey).toString());
  }

  PossessionTerms prove(AgreementId agreement, long sequence, long index) throws IOException {
    try {
      return store.prove(agreement, sequence, index);
    } catch (IllegalArgumentException outside) {
      throw Problem.RANGE_OUTSIDE.because(String.valueOf(outside.getMessage()));
    }
  }

  /// The reporter that asks; none where a session asks.
  Optional<Address> authorise(HttpRequest request, AgreementId agreement) {
    var header = request.header("Authorization").orElse("");
    if (!header.startsWith("Probe ")) {
      sessions.require(request, agreement, Rights.READ);
      return Optional.empty();
    }
    var reporter =
        ProbeAuthorization.asker(
            request,
            expiry -> new PersonalMessage("flashback probe " + agreement + " " + expiry),
            clock.instant().getEpochSecond());
    if (!reporterKeys(reporter).contains(reporter)) {
      throw Problem.NOT_ALLOWED.because(reporter + " is no active reporter.");
    }
    return Optional.of(reporter);
  }

  private Set<Address> reporterKeys(Address wanted) {
    var known = reporters;
    var now = clock.instant();
    // One that just joined is asked for sooner, but not at every stranger's request.
    var hold = known.keys.contains(wanted) ? REPORTERS_HOLD : SEQUENCE_HOLDS;
    if (!now.isBefore(known.askedAt.plus(hold))) {
      known = new Reporters(agreements.reporterKeys(), now);
      reporters = known;
    }
    return known.keys;
  }

  private long committedSequence(AgreementId agreement) {
    var now = clock.instant();
    var known = committed.get(agreement);
    if (known == null || !now.isBefore(known.askedAt.plus(SEQUENCE_HOLDS))) {
      known = new Committed(agreements.committedSequence(agreement), now);
      committed.put(agreement, known);
    }
    return known.sequence;
  }
}
