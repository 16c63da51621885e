// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// A payment for the listing.
///
/// @param at Unix second of its block.
/// @param amount Token units.
/// @param paidUntil Unix second until which the listing was paid with it.
public record SubscriptionEntry(
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "token", required = true) Address token,
    @JsonProperty(value = "payer", required = true) Address payer,
    @JsonProperty(value = "amount", required = true) BigInteger amount,
    @JsonProperty(value = "paidUntil", required = true) long paidUntil,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public SubscriptionEntry {
    requireNonNull(token, "token");
    requireNonNull(payer, "payer");
    requireNonNull(amount, "amount");
    requireNonNull(transaction, "transaction");
  }
}
