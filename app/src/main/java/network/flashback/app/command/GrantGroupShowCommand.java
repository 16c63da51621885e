package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.GroupView;
import network.flashback.evm.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback grant group show`: what the chain knows of a group.
@Command(
    name = "show",
    description = "Print what the chain knows of a group, and of a grant with --grant.",
    mixinStandardHelpOptions = true)
public final class GrantGroupShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();
  @Mixin private final GroupOptions group = new GroupOptions();

  @Option(
      names = "--consumer",
      required = true,
      paramLabel = "ADDRESS",
      description = "Whose group it is.")
  private String consumer = "";

  @Option(names = "--grant", paramLabel = "ID", description = "Also the grant of a member.")
  private long grant;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      var view = group.view(contracts, Address.parse(consumer));
      long now = contracts.chain().head().timestamp().getEpochSecond();
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(read(contracts, view, now));
        return 0;
      }
      out.printf(
          "state      %s%nSLA        %s%nroot       %s%nscope      %s%nuntil      %s%n",
          state(view, now),
          view.slaId(),
          view.root(),
          view.scope().isZero() ? "everything" : view.scope(),
          Instant.ofEpochSecond(view.expiry()));
      if (grant != 0) {
        var member = contracts.grants().grantOf(grant);
        out.printf(
            "grant      %d: %s of group %d, rights %d, voucher cap %s, %s%n",
            grant,
            member.key(),
            member.group(),
            member.rights(),
            member.voucherCap(),
            member.isLive(now) ? "live" : "over");
      }
    }
    return 0;
  }

  private ObjectNode read(Contracts contracts, GroupView view, long now) {
    var node =
        JSON.createObjectNode()
            .put("state", state(view, now))
            .put("slaId", view.slaId().toString())
            .put("root", view.root().toString())
            .put("scope", view.scope().toString())
            .put("expiry", view.expiry());
    if (grant != 0) {
      var member = contracts.grants().grantOf(grant);
      node.putObject("grant")
          .put("id", grant)
          .put("key", member.key().toString())
          .put("group", member.group())
          .put("rights", member.rights())
          .put("voucherCap", member.voucherCap().toString())
          .put("live", member.isLive(now));
    }
    return node;
  }

  private static String state(GroupView view, long now) {
    return view.isRevoked() ? "revoked" : view.isLive(now) ? "live" : "expired";
  }
}
