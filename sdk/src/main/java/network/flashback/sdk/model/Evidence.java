// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// What a party showed. The chain holds the hash alone.
///
/// @param hash Keccak-256 of the document.
/// @param at Unix second of its block.
/// @param links Where the document may be had: whatever is served there must have the hash.
public record Evidence(
    @JsonProperty(value = "showing", required = true) EvidenceShowing showing,
    @JsonProperty(value = "by", required = true) Address by,
    @JsonProperty(value = "hash", required = true) Bytes32 hash,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "links", required = true) List<String> links) {
  public Evidence {
    requireNonNull(showing, "showing");
    requireNonNull(by, "by");
    requireNonNull(hash, "hash");
    links = List.copyOf(links);
  }
}
