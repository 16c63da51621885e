package network.flashback.evm.abi;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;

/// An event that a contract emits, read from the topics and data of a log.
public final class Event {
  private final com.esaulpaugh.headlong.abi.Event<Tuple> definition;
  private final Bytes32 topic;

  Event(com.esaulpaugh.headlong.abi.Event<Tuple> definition) {
    this.definition = definition;
    this.topic = Keccak256.hash(definition.getCanonicalSignature());
  }

  public String name() {
    return definition.getName();
  }

  public String signature() {
    return definition.getCanonicalSignature();
  }

  /// The first topic of every log of this event.
  public Bytes32 topic() {
    return topic;
  }

  public boolean matches(List<Bytes32> topics) {
    return !topics.isEmpty() && topics.getFirst().equals(topic);
  }

  public Values decode(List<Bytes32> topics, Bytes data) {
    if (!matches(topics)) {
      throw new AbiException("The log is no " + signature() + ": its first topic differs.");
    }
    try {
      TupleType<Tuple> inputs = definition.getInputs();
      Tuple plain =
          definition.getNonIndexedParams().decode(java.nio.ByteBuffer.wrap(data.toArray()));
      Values plainValues = Conversion.toValues(definition.getNonIndexedParams(), plain);
      List<String> names = new ArrayList<>();
      List<Object> values = new ArrayList<>();
      int nextTopic = 1;
      int nextPlain = 0;
      for (int i = 0; i < inputs.size(); i++) {
        names.add(Conversion.nameOf(inputs, i));
        ABIType<?> type = inputs.get(i);
        values.add(
            definition.isElementIndexed(i)
                ? ofTopic(type, topics.get(nextTopic++))
                : plainValues.at(nextPlain++));
      }
      return new Values(names, values);
    } catch (RuntimeException malformed) {
      throw new AbiException(
          "A log of " + signature() + " does not fit its ABI: " + malformed.getMessage(),
          malformed);
    }
  }

  /// Topics for a filter: one entry per indexed argument, none where any value will do. Arguments
  /// are numbers, addresses, words and flags.
  public List<Optional<Bytes32>> filter(List<Optional<?>> indexed) {
    List<Optional<Bytes32>> topics = new ArrayList<>();
    topics.add(Optional.of(topic));
    TupleType<Tuple> types = definition.getIndexedParams();
    if (indexed.size() > types.size()) {
      throw new IllegalArgumentException(
          signature() + " has " + types.size() + " indexed arguments, not " + indexed.size() + ".");
    }
    for (int i = 0; i < indexed.size(); i++) {
      ABIType<?> type = types.get(i);
      topics.add(indexed.get(i).map(value -> toTopic(type, value)));
    }
    return topics;
  }

  private static Bytes32 toTopic(ABIType<?> type, Object value) {
    TupleType<Tuple> single = TupleType.parse("(" + type.getCanonicalType() + ")");
    byte[] word = single.encode(Conversion.toTuple(single, Arrays.asList(value))).array();
    return Bytes32.of(word);
  }

  // Of arrays, strings and structs a topic holds only the hash.
  private static Object ofTopic(ABIType<?> type, Bytes32 topic) {
    boolean hashed = type.isDynamic() || type instanceof TupleType<?> || isArray(type);
    if (hashed) {
      return topic;
    }
    TupleType<Tuple> single = TupleType.parse("(" + type.getCanonicalType() + ")");
    return Conversion.toValues(single, single.decode(topic.toArray())).at(0);
  }

  private static boolean isArray(ABIType<?> type) {
    return type.getCanonicalType().endsWith("]");
  }

  @Override
  public String toString() {
    return signature();
  }
}
