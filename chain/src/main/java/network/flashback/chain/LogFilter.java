package network.flashback.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import org.jspecify.annotations.Nullable;

/// Which logs are wanted: of these addresses (all, if empty), with one of the listed topics at each
/// position (any, where a position is empty).
public record LogFilter(Set<Address> addresses, List<List<Bytes32>> topics) {
  public LogFilter {
    addresses = Set.copyOf(addresses);
    topics = topics.stream().map(List::copyOf).toList();
    if (topics.size() > 4) {
      throw new IllegalArgumentException("A log has at most 4 topics, not " + topics.size() + ".");
    }
  }

  public static LogFilter of(Address... addresses) {
    return new LogFilter(Set.of(addresses), List.of());
  }

  /// The same with only these first topics, that is, only these events.
  public LogFilter events(List<Bytes32> firstTopics) {
    return new LogFilter(addresses, List.of(firstTopics));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!addresses.isEmpty()) {
      json.put("address", addresses.stream().map(Address::toString).sorted().toList());
    }
    List<@Nullable Object> positions = new ArrayList<>();
    for (List<Bytes32> alternatives : topics) {
      positions.add(
          alternatives.isEmpty() ? null : alternatives.stream().map(Bytes32::toString).toList());
    }
    json.put("topics", positions);
    return json;
  }
}
