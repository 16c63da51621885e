package network.flashback.chain.deploy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.Abis;
import network.flashback.chain.Chain;
import network.flashback.chain.ChainException;
import network.flashback.chain.Contract;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;

/// Looks at what a step has left on the chain: its code, and every immutable that a view answers.
final class Inspection {
  private Inspection() {}

  /// The step's contract, once all of it is as it must be.
  ///
  /// @param codeHash what the chain's own trial run of the creation said; none when there was none
  static Contract of(Step step, Chain chain, Optional<Bytes32> codeHash) {
    var code = chain.code(step.at());
    if (code.isEmpty()) {
      throw failed(step, "there is no code at " + step.at());
    }
    if (!CompiledCode.isOf(step.code(), code)) {
      throw failed(step, "the code at " + step.at() + " is not what the compiler made");
    }
    if (codeHash.isPresent() && !codeHash.get().equals(code.keccak256())) {
      throw failed(
          step,
          "the code's hash is %s instead of %s, as the trial run had it"
              .formatted(code.keccak256(), codeHash.get()));
    }
    var contract = new Contract(step.name(), step.at(), Abis.of(step.name()), chain);
    for (var view : step.blueprint().views()) {
      requireAnswer(step, contract, view);
    }
    return contract;
  }

  private static void requireAnswer(Step step, Contract contract, Blueprint.View view) {
    var asked = view.arguments().stream().map(argument -> argument.in(step.site())).toArray();
    var answered = contract.call(view.function(), asked);
    var expected = comparable(view.answer().in(step.site()));
    // One value, or several of a plan's list.
    var actual = comparable(answered.size() == 1 ? answered.at(0) : answered);
    if (!actual.equals(expected)) {
      throw failed(
          step, "%s answers %s instead of %s".formatted(view.function(), actual, expected));
    }
  }

  /// Numbers of any width, and lists, so that they can be compared.
  private static Object comparable(Object value) {
    return switch (value) {
      case Long number -> BigInteger.valueOf(number);
      case Integer number -> BigInteger.valueOf(number);
      case Values values -> comparable(values.all());
      case List<?> list -> {
        var all = new ArrayList<>();
        list.forEach(each -> all.add(comparable(each)));
        yield all;
      }
      default -> value;
    };
  }

  private static ChainException failed(Step step, String why) {
    return new ChainException(
        "%s (step %d) is not as planned: %s. Do not use this deployment: deploy again under another --label, and report what the node behind --rpc answered."
            .formatted(step.name(), step.number(), why));
  }
}
