// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Invitations that wait.
public record InvitationList(
    @JsonProperty(value = "invitations", required = true) List<InvitationEntry> invitations) {
  public InvitationList {
    invitations = List.copyOf(invitations);
  }
}
