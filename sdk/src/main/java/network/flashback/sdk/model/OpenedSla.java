// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Bytes32;

/// The SLA on the chain.
///
/// @param agreementIds One for each leg, in their order.
/// @param transaction Hash of the transaction that opened it.
public record OpenedSla(
    @JsonProperty(value = "slaId", required = true) Bytes32 slaId,
    @JsonProperty(value = "agreementIds", required = true) List<BigInteger> agreementIds,
    @JsonProperty(value = "transaction", required = true) Bytes32 transaction) {
  public OpenedSla {
    requireNonNull(slaId, "slaId");
    agreementIds = List.copyOf(agreementIds);
    requireNonNull(transaction, "transaction");
  }
}
