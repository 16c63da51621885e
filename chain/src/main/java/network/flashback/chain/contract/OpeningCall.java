package network.flashback.chain.contract;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.flashback.chain.Abis;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.AbiException;
import network.flashback.evm.abi.Function;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;

/// The call that opened an SLA, found in the input of its transaction: the whole of it, or what a
/// batch, a wallet or a relay passed on from there.
///
/// Any bytes may stand in an input, so that what is found is held against the chain: an SLA's id is
/// the hash of its terms, and those hold the hash of each offer. Nothing else fits.
record OpeningCall(SlaTerms terms, List<OfferTerms> offers) {
  /// Every function that is given terms and offers, of the Orchestrator and of the desks.
  private static final List<Function> OPENINGS =
      Stream.concat(
              Stream.of("openWithAuthorization", "open", "openWithPermit", "openFor")
                  .map(Abis.of("Orchestrator")::function),
              Stream.of(
                  Abis.of("CoinDesk").function("openWithCoin"),
                  Abis.of("FiatDesk").function("openFor")))
          .toList();

  private static final int WORD_BYTES = 32;
  private static final int SELECTOR_BYTES = 4;

  /// Bytes that look like a call and are none cost a reading each.
  private static final int READINGS_MAX = 64;

  OpeningCall {
    offers = List.copyOf(offers);
  }

  /// The call that opened this SLA.
  ///
  /// @return empty where no bytes of the input say what was signed
  static Optional<OpeningCall> in(Bytes input, Bytes32 slaId, Domain orchestrator) {
    return calls(input)
        .limit(READINGS_MAX)
        .flatMap(call -> read(call).stream())
        .filter(call -> call.isOf(slaId, orchestrator))
        .findFirst();
  }

  /// The input itself, and whatever in it begins like an opening and has its length before it, as
  /// `bytes` in calls do, packed or not.
  private static Stream<Bytes> calls(Bytes input) {
    var nested =
        IntStream.rangeClosed(WORD_BYTES, input.size() - SELECTOR_BYTES)
            .filter(at -> startsAt(input, at))
            .mapToObj(at -> sliceAt(input, at))
            .flatMap(Optional::stream);
    return Stream.concat(Stream.of(input), nested);
  }

  private static boolean startsAt(Bytes input, int at) {
    return OPENINGS.stream()
        .map(Function::selector)
        .anyMatch(
            selector ->
                IntStream.range(0, SELECTOR_BYTES)
                    .allMatch(i -> input.at(at + i) == selector.at(i)));
  }

  private static Optional<Bytes> sliceAt(Bytes input, int at) {
    var word = Bytes32.of(input.slice(at - WORD_BYTES, at).toArray()).toInteger();
    int room = input.size() - at;
    return word.bitLength() < Integer.SIZE && word.intValue() <= room
        ? Optional.of(input.slice(at, at + word.intValue()))
        : Optional.empty();
  }

  private static Optional<OpeningCall> read(Bytes call) {
    return OPENINGS.stream()
        .filter(function -> call.startsWith(function.selector()))
        .findFirst()
        .flatMap(function -> read(function, call));
  }

  private static Optional<OpeningCall> read(Function function, Bytes call) {
    try {
      var values = function.decodeCall(call);
      return Optional.of(
          new OpeningCall(
              SlaTerms.of(values.struct("sla")),
              values.list("offers", Values.class).stream()
                  .map(signed -> OfferTerms.of(signed.struct("offer")))
                  .toList()));
    } catch (AbiException | ArithmeticException noCall) {
      return Optional.empty();
    }
  }

  private boolean isOf(Bytes32 slaId, Domain orchestrator) {
    return terms.hash(orchestrator).equals(slaId)
        && offers.size() == terms.legs().size()
        && IntStream.range(0, offers.size())
            .allMatch(
                i -> offers.get(i).hash(orchestrator).equals(terms.legs().get(i).offerHash()));
  }
}
