package network.flashback.node.serve;

import java.io.IOException;
import java.time.InstantSource;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.evm.possession.LeafRun;
import network.flashback.evm.possession.TreeShape;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.store.Piece;
import network.flashback.node.store.Pieces;

/// Runs of leaves for reporters that measure throughput: a whole subtree around a leaf, up to 1
/// MiB, under the node's signature. They are free, as probes are, and therefore bounded.
final class RunRoutes {
  /// Read and sent at the same time, 1 MiB each.
  private static final int AT_ONCE = 4;

  /// Of one reporter; it asks for one of each agreement in an epoch.
  private static final int A_MINUTE = 120;

  private final Pieces store;
  private final ProbeRoutes probes;
  private final Wallet nodeKey;
  private final InstantSource clock;
  private final Allowance allowance;

  /// @param nodeKey signs what is sent
  RunRoutes(Pieces store, ProbeRoutes probes, Wallet nodeKey, InstantSource clock) {
    this.store = store;
    this.probes = probes;
    this.nodeKey = nodeKey;
    this.clock = clock;
    this.allowance = new Allowance("runs of a reporter", A_MINUTE, AT_ONCE, clock);
  }

  HttpResponse run(HttpRequest request, AgreementId agreement, long index) throws IOException {
    var reporter =
        probes
            .authorise(request, agreement)
            .orElseThrow(
                () -> Problem.NOT_ALLOWED.because("Only reporters may read runs of leaves."));
    var nonce = request.header(ProbeAnswer.NONCE_HEADER).orElse("");
    if (!ProbeAnswer.isNonce(nonce)) {
      throw Json.invalid(
          ProbeAnswer.NONCE_HEADER, "is no 32 bytes in hexadecimal: draw one for each run");
    }
    return allowance.spend(
        reporter, () -> send(agreement, index, reporter, Bytes32.fromHex(nonce)));
  }

  private HttpResponse send(AgreementId agreement, long index, Address reporter, Bytes32 nonce)
      throws IOException {
    long sequence = probes.requireCommitted(agreement);
    var proof = probes.prove(agreement, sequence, index);
    var run = LeafRun.around(proof.pieceIndex(), proof.pieceLeaves());
    byte[] content = read(agreement, proof, run);
    long at = clock.instant().getEpochSecond();
    var signed =
        new RunAnswer(agreement, index, run.leaves(), sequence, reporter, nonce, at).sign(nodeKey);
    return HttpResponse.bytes(200, content)
        .header("Content-Type", "application/octet-stream")
        .header(RunAnswer.SEQUENCE_HEADER, Long.toString(sequence))
        .header(RunAnswer.AT_HEADER, Long.toString(at))
        .header(RunAnswer.SIGNATURE_HEADER, signed.toBytes().toString());
  }

  // The last leaf is padded with zeros, as it was hashed.
  private byte[] read(AgreementId agreement, PossessionTerms proof, LeafRun run)
      throws IOException {
    int slot = proof.unitPathLeft().intValueExact();
    var found = store.slots(agreement, slot, 1);
    if (found.isEmpty() || found.getFirst().slot() != slot) {
      throw Problem.PIECE_UNKNOWN.because("The piece of this leaf was removed since.");
    }
    Piece piece = found.getFirst();
    byte[] content = new byte[run.bytes()];
    long offset = run.first() * TreeShape.LEAF_BYTES;
    int length = Math.clamp(piece.bytes() - offset, 0, content.length);
    try (var open = store.open(agreement, piece)) {
      open.read(offset, content, 0, length);
    }
    return content;
  }
}
