package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.flashback.chain.Abis;
import network.flashback.chain.Contract;
import network.flashback.chain.Log;
import network.flashback.chain.LogFilter;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Abi;

/// What both sides signed for an SLA, read back from the transactions that opened it: the chain
/// keeps only hashes of it, and rare calls must bring it again. Nobody has to be asked or trusted.
///
/// @param legs by agreement, replacements included
public record SlaOpening(SlaTerms terms, Map<AgreementId, Opened> legs) {
  private static final Abi ABI = Abis.of("Orchestrator");

  /// One agreement as it was opened.
  ///
  /// @param legIndex which piece of every segment it keeps; a replacement has that of the leg it
  ///   replaced
  public record Opened(int legIndex, OfferTerms offer) {}

  public SlaOpening {
    legs = Map.copyOf(legs);
  }

  /// How an agreement of the SLA was opened.
  public Opened leg(AgreementId id) {
    var opened = legs.get(id);
    if (opened == null) {
      throw new IllegalArgumentException("Agreement " + id + " is none of this SLA.");
    }
    return opened;
  }

  /// Reads the SLA's opening and its replacements.
  ///
  /// @throws IllegalStateException when the chain has no such SLA, or it was opened through another
  ///   contract, whose input does not show the terms
  public static SlaOpening read(Contracts contracts, Bytes32 slaId) {
    var orchestrator = contracts.orchestrator();
    var opened = logs(contracts, orchestrator.contract(), "SlaOpened", slaId);
    if (opened.isEmpty()) {
      throw new IllegalStateException("The chain has no SLA " + slaId + ".");
    }
    var opening =
        OpeningCall.in(
                input(contracts, opened.getFirst().transactionHash()), slaId, orchestrator.domain())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "SLA "
                            + slaId
                            + " was opened through another contract, whose input does not show its"
                            + " terms: they cannot be read from the chain."));
    Map<AgreementId, Opened> legs = new HashMap<>();
    for (Log log : contractLogs(contracts, orchestrator.contract(), slaId)) {
      var agreement = orchestrator.contract().read(log).orElseThrow().values();
      var id = new AgreementId(agreement.integer("agreementId"));
      int legIndex = (int) agreement.number("legIndex");
      boolean first = log.transactionHash().equals(opened.getFirst().transactionHash());
      var offer =
          first
              ? opening.offers().get(legIndex)
              : replacementOf(input(contracts, log.transactionHash()));
      legs.put(id, new Opened(legIndex, offer));
    }
    return new SlaOpening(opening.terms(), legs);
  }

  private static OfferTerms replacementOf(Bytes input) {
    var function = ABI.function("replaceLeg");
    if (!input.startsWith(function.selector())) {
      throw new IllegalStateException(
          "The transaction that replaced a leg called something else than the Orchestrator.");
    }
    return OfferTerms.of(function.decodeCall(input).struct("offer").struct("offer"));
  }

  private static List<Log> contractLogs(Contracts contracts, Contract orchestrator, Bytes32 slaId) {
    var topics =
        List.of(
            List.of(orchestrator.abi().event("AgreementOpened").topic()),
            List.<Bytes32>of(),
            List.of(slaId));
    return contracts
        .chain()
        .logs(
            new LogFilter(java.util.Set.of(orchestrator.address()), topics),
            contracts.deployment().block(),
            contracts.chain().height());
  }

  private static List<Log> logs(
      Contracts contracts, Contract contract, String event, Bytes32 firstIndexed) {
    var topics = List.of(List.of(contract.abi().event(event).topic()), List.of(firstIndexed));
    return contracts
        .chain()
        .logs(
            new LogFilter(java.util.Set.of(contract.address()), topics),
            contracts.deployment().block(),
            contracts.chain().height());
  }

  private static Bytes input(Contracts contracts, Bytes32 transaction) {
    return Bytes.fromHex(
        contracts
            .chain()
            .rpc()
            .call("eth_getTransactionByHash", transaction.toString())
            .path("input")
            .asText("0x"));
  }

  /// The rate of a leg of this capacity under an offer: ceil(ratePerGib * capacity / 2^30).
  public static BigInteger rateOf(OfferTerms offer, long capacityBytes) {
    var gib = BigInteger.ONE.shiftLeft(30);
    return offer
        .ratePerGib()
        .multiply(BigInteger.valueOf(capacityBytes))
        .add(gib.subtract(BigInteger.ONE))
        .divide(gib);
  }
}
