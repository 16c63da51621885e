package network.flashback.evm.abi;

import com.esaulpaugh.headlong.abi.ABIJSON;
import com.esaulpaugh.headlong.abi.ABIObject;
import com.esaulpaugh.headlong.abi.ABIParser;
import com.esaulpaugh.headlong.abi.ContractError;
import com.esaulpaugh.headlong.abi.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// The interface of a contract, or of several together: functions, events and errors.
public final class Abi {
  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<Bytes32, Event> events = new LinkedHashMap<>();
  private final Map<Bytes, ContractError<Tuple>> errors = new LinkedHashMap<>();
  private Optional<com.esaulpaugh.headlong.abi.Function> constructor = Optional.empty();

  private Abi() {}

  /// Reads the JSON of an ABI: the array itself, or a compiler's artifact with a field `abi`.
  public static Abi parse(String json) {
    Abi abi = new Abi();
    boolean artifact = json.stripLeading().startsWith("{");
    try {
      var parser = new ABIParser(ABIJSON.ALL);
      List<ABIObject> objects = artifact ? parser.parseField("abi", json) : parser.parse(json);
      objects.forEach(abi::add);
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(
          "Not the JSON of an ABI: expected an array, or an object with a field 'abi' ("
              + malformed.getMessage()
              + ").",
          malformed);
    }
    return abi;
  }

  /// One ABI that knows the functions, events and errors of all; constructors are left out.
  public static Abi union(Collection<Abi> parts) {
    Abi all = new Abi();
    for (Abi part : parts) {
      all.functions.putAll(part.functions);
      all.events.putAll(part.events);
      all.errors.putAll(part.errors);
    }
    return all;
  }

  /// By name, or by signature where the name is overloaded.
  public Function function(String name) {
    Function exact = functions.get(name);
    if (exact != null) {
      return exact;
    }
    List<Function> named =
        functions.values().stream().filter(function -> function.name().equals(name)).toList();
    return only("function", name, named, functions.keySet());
  }

  /// By name, or by signature where the name is overloaded.
  public Event event(String name) {
    List<Event> named =
        events.values().stream()
            .filter(event -> event.name().equals(name) || event.signature().equals(name))
            .toList();
    return only("event", name, named, events.values());
  }

  /// The event that a log with these topics is; none when it is not of this ABI.
  public Optional<Event> eventOf(List<Bytes32> topics) {
    return topics.isEmpty() ? Optional.empty() : Optional.ofNullable(events.get(topics.getFirst()));
  }

  public List<Function> functions() {
    return List.copyOf(functions.values());
  }

  public List<Event> events() {
    return List.copyOf(events.values());
  }

  /// What to append to a contract's byte code so that it is created with these arguments.
  public Bytes encodeConstructor(Object... arguments) {
    if (constructor.isEmpty()) {
      if (arguments.length > 0) {
        throw new IllegalArgumentException(
            "The constructor takes no arguments, but " + arguments.length + " were given.");
      }
      return Bytes.EMPTY;
    }
    try {
      var types = constructor.get().getInputs();
      var tuple = Conversion.toTuple(types, Arrays.asList(arguments));
      return Bytes.of(types.encode(tuple).array());
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("Constructor: " + wrong.getMessage(), wrong);
    }
  }

  /// The custom error of a failed call, if this ABI declares it.
  public Optional<Failure> failureOf(Bytes returned) {
    if (returned.size() < Function.SELECTOR_SIZE) {
      return Optional.empty();
    }
    ContractError<Tuple> error = errors.get(returned.slice(0, Function.SELECTOR_SIZE));
    if (error == null) {
      return Optional.empty();
    }
    try {
      Tuple tuple = error.function().decodeCall(returned.toArray());
      return Optional.of(
          new Failure(error.getName(), Conversion.toValues(error.getInputs(), tuple)));
    } catch (RuntimeException malformed) {
      return Optional.empty();
    }
  }

  /// Why a call failed, as a person reads it: `ErrorName(argument=value, …)`, or the compiler's own
  /// errors.
  public String describeFailure(Bytes returned) {
    return failureOf(returned)
        .map(Failure::toString)
        .orElseGet(() -> BuiltInErrors.describe(returned));
  }

  /// A custom error with its arguments.
  public record Failure(String name, Values arguments) {
    @Override
    public String toString() {
      return name + arguments;
    }
  }

  private void add(ABIObject object) {
    switch (object.getType()) {
      case FUNCTION -> {
        var function = new Function(object.asFunction());
        functions.put(function.signature(), function);
      }
      case CONSTRUCTOR -> constructor = Optional.of(object.asFunction());
      case EVENT -> {
        var event = new Event(object.asEvent());
        events.put(event.topic(), event);
      }
      case ERROR -> {
        ContractError<Tuple> error = object.asContractError();
        errors.put(Bytes.of(error.function().selector()), error);
      }
      case RECEIVE, FALLBACK -> {
        // Nothing to encode: they have no arguments and no name.
      }
    }
  }

  private static <T> T only(String kind, String name, List<T> found, Collection<?> known) {
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new IllegalArgumentException(
        found.isEmpty()
            ? "The contract's ABI has no "
                + kind
                + " '"
                + name
                + "'. It has: "
                + new ArrayList<>(known)
            : "The contract's ABI has several of '"
                + name
                + "': name one by its signature, "
                + found);
  }
}
