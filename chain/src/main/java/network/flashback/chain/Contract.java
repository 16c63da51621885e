package network.flashback.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.abi.Abi;
import network.flashback.evm.abi.Event;
import network.flashback.evm.abi.Values;

/// A contract at an address, called by the names of its functions.
public record Contract(String name, Address address, Abi abi, Chain chain) {
  // Nodes limit the requests of a batch; anvil and geth take 1,000.
  private static final int QUESTIONS_AT_ONCE = 200;

  /// An event of the contract, read from a log.
  public record Emitted(Event event, Values values, Log log) {}

  /// Creates the contract on the chain and waits until it is there.
  public static Contract deploy(
      TransactionSender sender, String name, Abi abi, Bytes code, Object... arguments) {
    Receipt receipt = sender.send(Call.creation(name, code.then(abi.encodeConstructor(arguments))));
    Address address =
        receipt
            .created()
            .orElseThrow(
                () ->
                    new ChainException("The receipt of creating " + name + " names no contract."));
    return new Contract(name, address, abi, sender.chain());
  }

  /// Asks a function at the newest block.
  public Values call(String function, Object... arguments) {
    return callAt(BlockTag.LATEST, function, arguments);
  }

  public Values callAt(BlockTag at, String function, Object... arguments) {
    Bytes returned = reader().call(callOf(function, arguments), at);
    return abi.function(function).decodeReturn(returned);
  }

  /// Asks a function once for each list of arguments, many at once and all at the newest block; for
  /// functions that refuse nothing.
  public List<Values> callEach(String function, List<List<Object>> arguments) {
    var asked = abi.function(function);
    List<Values> answers = new ArrayList<>();
    for (int from = 0; from < arguments.size(); from += QUESTIONS_AT_ONCE) {
      var some =
          arguments.subList(from, Math.min(arguments.size(), from + QUESTIONS_AT_ONCE)).stream()
              .map(each -> callOf(function, each.toArray()).toJson(Optional.empty()))
              .map(call -> JsonRpc.Request.of("eth_call", call, BlockTag.LATEST.json()))
              .toList();
      for (var answer : chain.rpc().batch(some)) {
        answers.add(asked.decodeReturn(Bytes.fromHex(answer.asText())));
      }
    }
    return answers;
  }

  /// Changes the contract, and waits until the change is on the chain.
  ///
  /// @throws RevertedException when the contract refuses
  public Receipt send(TransactionSender sender, String function, Object... arguments) {
    return sender.send(callOf(function, arguments));
  }

  /// Sends the change and returns at once; [PendingTransaction#await] waits for it.
  public PendingTransaction submit(TransactionSender sender, String function, Object... arguments) {
    return sender.submit(callOf(function, arguments));
  }

  public Call callOf(String function, Object... arguments) {
    return Call.of(name + "." + function, address, abi.function(function).encode(arguments));
  }

  /// Filter for the named events of this contract; for all its logs when none is named.
  public LogFilter events(String... names) {
    LogFilter all = LogFilter.of(address);
    return names.length == 0
        ? all
        : all.events(List.of(names).stream().map(event -> abi.event(event).topic()).toList());
  }

  /// The event in a log; none when the log is of another contract or of an event that the ABI
  /// lacks.
  public Optional<Emitted> read(Log log) {
    return log.address().equals(address)
        ? abi.eventOf(log.topics())
            .map(event -> new Emitted(event, event.decode(log.topics(), log.data()), log))
        : Optional.empty();
  }

  /// The events of one name among the logs of a receipt.
  public List<Emitted> read(Receipt receipt, String event) {
    Event wanted = abi.event(event);
    return receipt.logs().stream()
        .flatMap(log -> read(log).stream())
        .filter(emitted -> emitted.event().equals(wanted))
        .toList();
  }

  private Chain reader() {
    return chain.readingErrorsOf(abi);
  }
}
