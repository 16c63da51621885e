package network.flashback.app.story;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.app.development.DevelopmentWallet;
import network.flashback.app.network.Member;
import network.flashback.app.network.Network;
import network.flashback.chain.Deployment;
import network.flashback.evm.keystore.DevelopmentKeys;
import network.flashback.gateway.access.AccessKeys.KeyPair;

/// Runs the story for the command line.
public final class Demo {
  private Demo() {}

  /// Tells the story on `out`; with `keep`, ends with the addresses of everything on one JSON line.
  public static StoryResult run(
      Network network, PrintWriter out, boolean terminal, Optional<Path> file, boolean keep)
      throws IOException, InterruptedException {
    var narrator = new Narrator(out, terminal);
    narrator.line("Flashback: one file stored under a live agreement, and paid for by proof.");
    var stored =
        file.isPresent()
            ? StoryFile.of(file.get())
            : StoryFile.makeDefault(Story.defaultFile(network.plan().data()));
    var keys = new AtomicReference<Optional<KeyPair>>(Optional.empty());
    var result = new Story(network, narrator, stored).tell(opened -> keys.set(Optional.of(opened)));
    if (keep) {
      network.start(Member.PLATFORM);
      narrator.say(
          "kept running; stop it with ./flashback down --data %s".formatted(network.plan().data()));
      narrator.line(addresses(network, keys.get().orElseThrow()));
    }
    return result;
  }

  private static String addresses(Network network, KeyPair keys) throws IOException {
    var plan = network.plan();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("rpc", plan.url(Member.ANVIL).toString());
    var contracts = json.putObject("contracts");
    var deployment = Deployment.read(plan.deployment());
    deployment
        .contracts()
        .forEach((name, deployed) -> contracts.put(name, deployed.address().toString()));
    var wallets = json.putObject("wallets");
    for (var wallet : DevelopmentWallet.values()) {
      wallets.put(
          wallet.name().toLowerCase(java.util.Locale.ROOT),
          wallet.key(DevelopmentKeys.CHAIN_ID).address().toString());
    }
    json.put("s3_endpoint", plan.url(Member.GATEWAY).toString());
    json.put("access_key_id", keys.accessKeyId());
    json.put("secret_access_key", keys.secret());
    json.put("bucket", "story");
    json.put("console", plan.url(Member.PLATFORM).toString());
    json.put("data", plan.data().toString());
    return json.toString();
  }
}
