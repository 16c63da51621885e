// Generated from docs/api/openapi.json: see docs/sdk/README.md.
package network.flashback.sdk.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Members of an organisation, the longest first.
public record MemberList(
    @JsonProperty(value = "members", required = true) List<OrganisationMember> members) {
  public MemberList {
    members = List.copyOf(members);
  }
}
