package network.flashback.s3.access;

import java.util.List;
import java.util.Map;

/// What is asked of a bucket's rules: may this caller do this to that, under these circumstances.
///
/// @param action as policies name it, such as `s3:GetObject`
/// @param resource `bucket` or `bucket/key`
/// @param facts what conditions of policies are held against, by lower-case key
public record Question(
    Caller caller, String action, String resource, Map<String, List<String>> facts) {
  /// Keeps its own copy.
  public Question {
    facts = Map.copyOf(facts);
  }
}
