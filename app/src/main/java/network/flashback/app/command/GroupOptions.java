package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.GrantGroup;
import network.flashback.chain.contract.GrantMember;
import network.flashback.chain.contract.GroupView;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Option;

/// Which group of grants a command is about.
final class GroupOptions {
  @Option(
      names = "--number",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of the group, the consumer's own choice (default: ${DEFAULT-VALUE}).")
  private long number;

  long number() {
    return number;
  }

  /// What the chain knows of it.
  ///
  /// @throws IllegalArgumentException when the consumer never made it
  GroupView view(Contracts contracts, Address consumer) {
    return contracts
        .grants()
        .groupOf(consumer, number)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s has no group %d. Name another with --number, or make it with 'flashback grant group create'."
                        .formatted(consumer, number)));
  }

  /// The same, when it still lets members in.
  ///
  /// @throws IllegalArgumentException when it is revoked or expired
  GroupView live(Contracts contracts, Address consumer) {
    var view = view(contracts, consumer);
    if (!view.isLive(contracts.chain().head().timestamp().getEpochSecond())) {
      throw new IllegalArgumentException(
          "Group %d of %s is %s, for ever. Make a new one under another number with 'flashback grant group create'."
              .formatted(number, consumer, view.isRevoked() ? "revoked" : "expired"));
    }
    return view;
  }

  /// The tree over a list of members.
  GrantGroup tree(Contracts contracts, Address consumer, List<GrantMember> members) {
    return contracts.grants().group(contracts.chain().id(), consumer, number, members);
  }

  /// The members in a file, with caps in the token that the SLA is paid in.
  ///
  /// @throws IllegalArgumentException when there is no such SLA, or it is another's
  static List<GrantMember> members(Contracts contracts, Path file, Bytes32 slaId, Address consumer)
      throws IOException {
    var sla = contracts.lens().sla(slaId);
    if (sla.state() == SlaState.NONE) {
      throw new IllegalArgumentException(
          "There is no SLA %s on this chain. Take its id from 'flashback sla show'."
              .formatted(slaId));
    }
    if (!sla.consumer().equals(consumer)) {
      throw new IllegalArgumentException(
          "SLA %s is of %s, not of %s: no member could do anything under it. Name the consumer's keystore with --key."
              .formatted(slaId, sla.consumer(), consumer));
    }
    var token = contracts.token(contracts.orchestrator().market(sla.market()).token());
    return GroupMembers.read(file, token.decimals());
  }
}
