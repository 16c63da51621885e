package network.flashback.chain.ledger;

import java.math.BigInteger;
import java.util.function.Function;
import network.flashback.chain.Call;

/// Something that is done to both.
///
/// @param verb its kind, for counting
/// @param what in words, to replay by hand
/// @param from the account that calls
/// @param model does the same to the model and says what the call must return; 0 where it returns
///   nothing that is compared
/// @param compares whether the returned number is compared
record Step(
    String verb,
    String what,
    int from,
    Call call,
    Function<LedgerModel, BigInteger> model,
    boolean compares) {

  static Step quiet(
      String verb, String what, int from, Call call, java.util.function.Consumer<LedgerModel> act) {
    return new Step(
        verb,
        what,
        from,
        call,
        model -> {
          act.accept(model);
          return BigInteger.ZERO;
        },
        false);
  }

  static Step telling(
      String verb, String what, int from, Call call, Function<LedgerModel, BigInteger> act) {
    return new Step(verb, what, from, call, act, true);
  }
}
