// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import network.flashback.evm.Bytes32;

/// The quality root, signed by a quorum of reporters.
///
/// @param signers Number of signatures.
/// @param finalAt Unix second from which on it stands.
public record Root(
    @JsonProperty(value = "root", required = true) Bytes32 root,
    @JsonProperty(value = "recordsHash", required = true) Bytes32 recordsHash,
    @JsonProperty(value = "signers", required = true) long signers,
    @JsonProperty(value = "finalAt", required = true) long finalAt) {
  public Root {
    requireNonNull(root, "root");
    requireNonNull(recordsHash, "recordsHash");
  }
}
