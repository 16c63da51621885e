package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Registry;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback provider register`: a new entry in the register.
@Command(
    name = "register",
    description = "Register a storage provider. The wallet that sends owns the entry for ever.",
    mixinStandardHelpOptions = true)
public final class ProviderRegisterCommand implements Callable<Integer> {
  /// What a storage provider can be; a mask in the Registry.
  enum Kind {
    DIRECT(Registry.DIRECT),
    CLOUD(Registry.CLOUD),
    DEPIN(Registry.DEPIN);

    private final int bit;

    Kind(int bit) {
      this.bit = bit;
    }
  }

  @Mixin private final WalletOptions options = new WalletOptions();

  @Option(
      names = "--kind",
      required = true,
      split = ",",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES}; several separated by commas.")
  private List<Kind> kinds = new ArrayList<>();

  @Option(
      names = "--payout",
      required = true,
      paramLabel = "ADDRESS",
      description = "Wallet that earnings are sent to.")
  private String payout = "";

  @Option(
      names = "--node-key",
      required = true,
      paramLabel = "ADDRESS",
      description = "Address of the key that the node signs with.")
  private String nodeKey = "";

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "Base URL of the node.")
  private URI endpoint = URI.create("http://127.0.0.1:9101");

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "FILE",
      description = "Document about the provider; its hash is registered.")
  private Path profile = Path.of("profile.json");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    var payoutWallet = address("--payout", payout);
    var node = address("--node-key", nodeKey);
    try (var chain = options.open()) {
      var registry = chain.contracts().registry();
      long known = registry.idOfNodeKey(node);
      if (known != 0) {
        throw new IllegalArgumentException(
            "The node key %s is registered already, as provider %d. Use a key of its own for each entry."
                .formatted(node, known));
      }
      int mask = kinds.stream().mapToInt(kind -> kind.bit).reduce(0, (a, b) -> a | b);
      var hash = Bytes.of(Files.readAllBytes(profile)).keccak256();
      var receipt =
          options
              .sender(chain.contracts())
              .send(registry.register(mask, payoutWallet, node, hash, endpoint.toString()));
      long id = registry.registeredId(receipt);
      out.println("provider " + id + " is registered");
      out.println(next(chain.contracts(), id, mask));
    }
    return 0;
  }

  /// What is missing for the listing.
  private static String next(Contracts contracts, long id, int kinds) {
    var registry = contracts.registry();
    if (registry.demandedScopesOf(kinds) != 0) {
      return "It waits for certificates: %s. `flashback provider show %d` tells when they are there."
          .formatted(ProviderShowCommand.scopes(registry.demandedScopesOf(kinds)), id);
    }
    return "It is not listed yet: stake for it with `flashback provider stake %d`, or pay with `flashback provider subscribe %d`."
        .formatted(id, id);
  }

  private static Address address(String option, String text) {
    try {
      var address = Address.parse(text);
      if (!address.isZero()) {
        return address;
      }
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(option + ": " + malformed.getMessage(), malformed);
    }
    throw new IllegalArgumentException(
        option + " is the zero address, which belongs to nobody. Name a wallet of yours.");
  }
}
