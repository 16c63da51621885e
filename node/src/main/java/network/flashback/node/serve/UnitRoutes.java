package network.flashback.node.serve;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Rights;
import network.flashback.chain.contract.Voucher;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;
import network.flashback.evm.eip712.Domain;
import network.flashback.evm.possession.TreeHash;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.Agreements;
import network.flashback.node.store.Cosigning;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.Pieces;

/// What concerns an agreement as a whole: revisions, slots, vouchers, usage.
final class UnitRoutes {
  private static final int SLOTS_MAX = 1000;
  private static final int LOST_MAX = 1000;

  private final Pieces store;
  private final Sessions sessions;
  private final Bills bills;
  private final Agreements agreements;
  private final Domain verifier;
  private final Domain orchestrator;
  private final Wallet nodeKey;
  private final Runnable cosigned;

  /// @param verifier domain of the PossessionVerifier, for revisions
  /// @param orchestrator domain of the Orchestrator, for vouchers
  /// @param cosigned run after each revision that both signed
  UnitRoutes(
      Pieces store,
      Sessions sessions,
      Bills bills,
      Agreements agreements,
      Domain verifier,
      Domain orchestrator,
      Wallet nodeKey,
      Runnable cosigned) {
    this.store = store;
    this.sessions = sessions;
    this.bills = bills;
    this.agreements = agreements;
    this.verifier = verifier;
    this.orchestrator = orchestrator;
    this.nodeKey = nodeKey;
    this.cosigned = cosigned;
  }

  HttpResponse revise(HttpRequest request, AgreementId agreement) throws IOException {
    var session = sessions.require(request, agreement, Rights.REVISION);
    var asked = Json.read(request);
    var revision =
        new Revision(
            agreement,
            asked.word("root"),
            asked.number("leaves"),
            asked.number("sequence"),
            treeHash(asked));
    var signature = asked.signature("signature");
    var digest = revision.typedData(verifier).digest();
    if (signature.signerOf(digest).filter(by -> session.bindsBy(by, Rights.REVISION)).isEmpty()) {
      throw Problem.SIGNATURE_WRONG.because(
          "The revision is signed neither by the consumer nor by the session's key.");
    }
    store.expect(agreement, session.view().capacityBytes());
    Function<Revision, Signature> signer = ours -> nodeKey.sign(ours.typedData(verifier));
    var outcome =
        asked.has("version")
            ? store.cosignMarked(revision, asked.number("version"), signature, signer)
            : store.cosign(revision, signature, signer);
    return switch (outcome) {
      case Cosigning.Agreed(var both) -> {
        cosigned.run();
        yield Json.answer(200, Map.of("signature", both.provider().toString()));
      }
      case Cosigning.Differs(var root, var leaves) ->
          throw Problem.REVISION_DIFFERS
              .because("The node's unit has root %s and %d leaves.".formatted(root, leaves))
              .with(Map.of("root", root.toString(), "leaves", Long.toString(leaves)));
      case Cosigning.OtherTreeHash(var fixed) ->
          throw Json.invalid(
              "treeHash",
              "is %d, but the pieces of agreement %s are hashed by %d since its first revision or piece"
                  .formatted(revision.treeHash().code(), agreement, fixed.code()));
      case Cosigning.Stale(var newest) -> throw stale(agreement, newest);
    };
  }

  private static TreeHash treeHash(Json asked) {
    try {
      return TreeHash.of(asked.number("treeHash"));
    } catch (IllegalArgumentException unknown) {
      throw Json.invalid("treeHash", "is none that this node knows: 0 keccak-256, 1 SHA-256 below");
    }
  }

  private ProblemException stale(AgreementId agreement, long newest) {
    var now = store.summary(agreement);
    return Problem.REVISION_STALE
        .because("Sequence " + newest + " of agreement " + agreement + " is signed already.")
        .with(
            Map.of(
                "newestSequence", Long.toString(newest),
                "root", now.root().toString(),
                "leaves", Long.toString(now.leaves())));
  }

  /// Keeps what stands now in sight, for a revision of it while writes go on.
  HttpResponse mark(HttpRequest request, AgreementId agreement) throws IOException {
    var session = sessions.require(request, agreement, Rights.REVISION);
    store.expect(agreement, session.view().capacityBytes());
    var mark = store.mark(agreement);
    return Json.answer(
        200,
        Map.of(
            "version", Long.toString(mark.version()),
            "root", mark.root().toString(),
            "leaves", Long.toString(mark.leaves())));
  }

  HttpResponse slots(HttpRequest request, AgreementId agreement) throws IOException {
    sessions.require(request, agreement, Rights.READ);
    var query = query(request);
    int from = (int) Math.min(Integer.MAX_VALUE, numberOf(query, "from", 0));
    int limit = (int) Math.min(SLOTS_MAX, numberOf(query, "limit", SLOTS_MAX));
    var pieces =
        query.containsKey("version")
            ? store
                .slotsAt(agreement, numberOf(query, "version", 0), from, limit)
                .orElseThrow(
                    () ->
                        Problem.REVISION_STALE.because(
                            "What was marked as this version is no longer kept in sight."))
            : store.slots(agreement, from, limit);
    var slots =
        pieces.stream()
            .map(
                piece ->
                    Map.of(
                        "slot", piece.slot(),
                        "pieceId", piece.id().toString(),
                        "bytes", piece.bytes(),
                        "leaves", piece.leaves(),
                        "root", piece.root().toString()))
            .toList();
    return Json.answer(200, slots);
  }

  /// Pieces whose bytes the disk was found to have lost, for the consumer to bring them again:
  /// under their names they come to their places, and the audit that runs finds them there.
  HttpResponse lost(HttpRequest request, AgreementId agreement) throws IOException {
    sessions.require(request, agreement, Rights.READ);
    var lost =
        store.lostOf(agreement, LOST_MAX).stream()
            .map(id -> Map.of("pieceId", id.toString()))
            .toList();
    return Json.answer(200, lost);
  }

  HttpResponse pay(HttpRequest request, AgreementId agreement) throws IOException {
    var session = sessions.require(request, agreement, Rights.VOUCHER);
    var asked = Json.read(request);
    var voucher =
        new Voucher(agreement, asked.integer("cumulative", 88), asked.number("servedBytes"));
    var signature = asked.signature("signature");
    var signer = signature.signerOf(voucher.typedData(orchestrator).digest());
    if (signer.filter(by -> session.bindsBy(by, Rights.VOUCHER)).isEmpty()) {
      throw Problem.SIGNATURE_WRONG.because(
          "The voucher is signed neither by the consumer nor by the session's key.");
    }
    var ceiling = session.view().egressEscrow();
    if (!signer.get().equals(session.view().consumer())) {
      ceiling = ceiling.min(capOf(session));
    }
    if (voucher.cumulative().compareTo(ceiling) > 0) {
      throw Problem.VOUCHER_UNFIT.because(
          "%s is above %s, which escrow and cap allow.".formatted(voucher.cumulative(), ceiling));
    }
    store.expect(agreement, session.view().capacityBytes());
    bills.pay(agreement, new PaidVoucher(voucher.cumulative(), voucher.servedBytes(), signature));
    var state = bills.of(agreement).state();
    return Json.answer(
        200,
        Map.of(
            "accepted", state.cumulative().toString(),
            "unpaidBytes", Long.toString(state.unpaidBytes())));
  }

  private BigInteger capOf(Session session) {
    var view = session.view();
    return agreements.voucherCapOf(view.consumer(), view.slaId(), session.key);
  }

  HttpResponse usage(HttpRequest request, AgreementId agreement) throws IOException {
    var session = sessions.require(request, agreement, Rights.READ);
    store.expect(agreement, session.view().capacityBytes());
    var unit = store.summary(agreement);
    var state = bills.of(agreement).state();
    var usage = new LinkedHashMap<String, String>();
    usage.put("servedBytes", Long.toString(state.servedBytes()));
    usage.put("paidBytes", Long.toString(state.paidBytes()));
    usage.put("cumulative", state.cumulative().toString());
    // For a consumer that lost its books: its own signature tells it what it promised.
    state
        .newest()
        .ifPresent(
            voucher -> {
              usage.put("voucherBytes", Long.toString(voucher.servedBytes()));
              usage.put("voucherSignature", voucher.signature().toString());
            });
    usage.put("storedBytes", Long.toString(unit.storedBytes()));
    usage.put("reservedBytes", Long.toString(unit.reservedBytes()));
    usage.put("capacityBytes", Long.toString(session.view().capacityBytes()));
    usage.put("pieces", Long.toString(unit.pieces()));
    return Json.answer(200, usage);
  }

  private static Map<String, String> query(HttpRequest request) {
    var values = new HashMap<String, String>();
    for (var part : request.rawQuery().orElse("").split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return values;
  }

  private static long numberOf(Map<String, String> query, String field, long absent) {
    var text = query.get(field);
    if (text == null) {
      return absent;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw Json.invalid(field, "is no number");
    }
    return Long.parseLong(text);
  }
}
