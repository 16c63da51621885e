// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went wrong, why, and what to do (RFC 9457).
///
/// @param type Name of the kind of problem.
/// @param detail What is wrong and why.
/// @param field The input at fault, when it is one.
/// @param remedy What to do.
/// @param refusals Why each offer does not serve, when none do.
public record Problem(
    @JsonProperty(value = "type", required = true) String type,
    @JsonProperty(value = "title", required = true) String title,
    @JsonProperty(value = "status", required = true) long status,
    @JsonProperty(value = "detail", required = true) String detail,
    @JsonProperty("field") @Nullable String field,
    @JsonProperty(value = "remedy", required = true) String remedy,
    @JsonProperty("refusals") @Nullable List<Refusal> refusals) {
  public Problem {
    requireNonNull(type, "type");
    requireNonNull(title, "title");
    requireNonNull(detail, "detail");
    requireNonNull(remedy, "remedy");
    refusals = refusals == null ? null : List.copyOf(refusals);
  }

  /// With what must be there, and nothing else.
  public static Problem of(
      String type,
      String title,
      long status,
      String detail,
      String remedy) {
    return new Problem(
        type, title, status, detail, null, remedy, null);
  }

  /// The same with this. The input at fault, when it is one.
  public Problem withField(String field) {
    return new Problem(
        type, title, status, detail, field, remedy, refusals);
  }

  /// The same with this. Why each offer does not serve, when none do.
  public Problem withRefusals(List<Refusal> refusals) {
    return new Problem(
        type, title, status, detail, field, remedy, refusals);
  }
}
