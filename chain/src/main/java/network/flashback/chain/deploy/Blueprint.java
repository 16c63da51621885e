package network.flashback.chain.deploy;

import java.util.List;
import java.util.stream.Stream;

/// One contract of a deployment: what it is created with, and what its views must answer once it is
/// there.
///
/// @param name as in the checked-in ABIs
/// @param arguments of the constructor, in order
record Blueprint(String name, List<Value> arguments, List<View> views) {
  /// A value that follows from the plan and from where the contracts will be.
  @FunctionalInterface
  interface Value {
    Object in(Site site);
  }

  /// A question to the contract, and the answer it owes.
  record View(String function, List<Value> arguments, Value answer) {}

  Blueprint {
    arguments = List.copyOf(arguments);
    views = List.copyOf(views);
  }

  static Blueprint of(String name) {
    return new Blueprint(name, List.of(), List.of());
  }

  /// With one more argument that no view answers as it is.
  Blueprint given(Value argument) {
    return new Blueprint(name, with(arguments, argument), views);
  }

  /// With one more argument, which this view answers.
  Blueprint given(String view, Value argument) {
    return given(argument).answers(view, argument);
  }

  /// With a view that answers this.
  Blueprint answers(String view, Value answer) {
    return answers(view, List.of(), answer);
  }

  Blueprint answers(String view, List<Value> asked, Value answer) {
    return new Blueprint(name, arguments, with(views, new View(view, asked, answer)));
  }

  List<Object> argumentsIn(Site site) {
    return arguments.stream().map(argument -> argument.in(site)).toList();
  }

  private static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }
}
