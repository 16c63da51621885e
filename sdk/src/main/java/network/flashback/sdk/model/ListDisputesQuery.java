// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Address;
import org.jspecify.annotations.Nullable;

/// What `listDisputes` is asked for; what is null is not asked for.
///
/// @param party Only those that this account is a side of.
/// @param agreement Only over this agreement.
/// @param state Only in this state; OPEN for all that are not over.
/// @param limit Most entries of the page.
/// @param cursor The `next` of the page before.
public record ListDisputesQuery(
    @JsonProperty("party") @Nullable Address party,
    @JsonProperty("agreement") @Nullable BigInteger agreement,
    @JsonProperty("state") @Nullable String state,
    @JsonProperty("limit") @Nullable Long limit,
    @JsonProperty("cursor") @Nullable String cursor) {

  /// Nothing in particular.
  public static ListDisputesQuery all() {
    return new ListDisputesQuery(
        null, null, null, null, null);
  }

  /// The same with this. Only those that this account is a side of.
  public ListDisputesQuery withParty(Address party) {
    return new ListDisputesQuery(
        party, agreement, state, limit, cursor);
  }

  /// The same with this. Only over this agreement.
  public ListDisputesQuery withAgreement(BigInteger agreement) {
    return new ListDisputesQuery(
        party, agreement, state, limit, cursor);
  }

  /// The same with this. Only in this state; OPEN for all that are not over.
  public ListDisputesQuery withState(String state) {
    return new ListDisputesQuery(
        party, agreement, state, limit, cursor);
  }

  /// The same with this. Most entries of the page.
  public ListDisputesQuery withLimit(long limit) {
    return new ListDisputesQuery(
        party, agreement, state, limit, cursor);
  }

  /// The same with this. The `next` of the page before.
  public ListDisputesQuery withCursor(String cursor) {
    return new ListDisputesQuery(
        party, agreement, state, limit, cursor);
  }
}
