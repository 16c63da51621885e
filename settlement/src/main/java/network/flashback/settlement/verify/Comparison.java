package network.flashback.settlement.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/// Compares what somebody says with what was computed here, value by value.
///
/// @param who says it, in words
/// @param passedOver names of fields that are not compared
record Comparison(String who, Set<String> passedOver, Findings findings) {
  Comparison {
    passedOver = Set.copyOf(passedOver);
  }

  /// @param path of the values, as it is shown
  void compare(String path, JsonNode claimed, JsonNode actual) {
    if (actual.isObject() && claimed.isObject()) {
      var names = new TreeSet<String>();
      claimed.fieldNames().forEachRemaining(names::add);
      actual.fieldNames().forEachRemaining(names::add);
      names.removeAll(passedOver);
      names.forEach(
          name ->
              compare(
                  path.isEmpty() ? name : path + "." + name,
                  claimed.path(name),
                  actual.path(name)));
    } else if (actual.isArray() && claimed.isArray()) {
      for (int i = 0; i < Math.max(actual.size(), claimed.size()); i++) {
        compare(path + "[" + i + "]", claimed.path(i), actual.path(i));
      }
    } else if (shown(claimed).equals(shown(actual))) {
      findings.countValue();
    } else {
      findings.differs(
          "%s: %s says %s, the chain %s.".formatted(path, who, shown(claimed), shown(actual)));
    }
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
