// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Something that was done, or tried, in an organisation.
///
/// @param at Unix second.
/// @param actor A wallet, or the id of a key.
/// @param operation The operation's id in this document.
/// @param subject What it was done to; empty for the organisation itself.
/// @param result `done`, or the type of the problem.
/// @param request The request's id in the platform's logs.
/// @param address Where the request came from.
public record AuditEntry(
    @JsonProperty(value = "id", required = true) long id,
    @JsonProperty(value = "at", required = true) long at,
    @JsonProperty(value = "actor", required = true) String actor,
    @JsonProperty(value = "operation", required = true) String operation,
    @JsonProperty(value = "subject", required = true) String subject,
    @JsonProperty(value = "result", required = true) String result,
    @JsonProperty(value = "request", required = true) String request,
    @JsonProperty(value = "address", required = true) String address) {
  public AuditEntry {
    requireNonNull(actor, "actor");
    requireNonNull(operation, "operation");
    requireNonNull(subject, "subject");
    requireNonNull(result, "result");
    requireNonNull(request, "request");
    requireNonNull(address, "address");
  }
}
