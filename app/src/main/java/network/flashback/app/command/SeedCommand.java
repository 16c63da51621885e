package network.flashback.app.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.chain.TransactionSender;
import network.flashback.chain.beacon.Drand;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback seed EPOCH`: brings an epoch's seed onto the chain, whoever else does not.
@Command(
    name = "seed",
    description = {
      "Post the seed of an epoch, from drand's relay with --drand, or without it the fallback that is possible a week after the epoch. Anybody may.",
      "The fallback takes two runs, 64 blocks apart: the first names a block, the second takes its hash. It is marked on the chain as what it is."
    },
    mixinStandardHelpOptions = true)
public final class SeedCommand implements Callable<Integer> {
  @Mixin private final WalletOptions options = new WalletOptions();

  @Parameters(paramLabel = "EPOCH", description = "Number of the epoch.")
  private long epoch;

  @Option(names = "--drand", paramLabel = "URL", description = "A relay of drand.")
  private @Nullable URI drand;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    try (var chain = options.open()) {
      var contracts = chain.contracts();
      requireOpen(contracts);
      var sender = options.sender(contracts);
      var signature = signature(contracts);
      if (signature.isPresent()) {
        sender.send(contracts.beacon().post(epoch, signature.get()));
      } else {
        fallback(contracts, sender);
      }
      out.println(
          contracts.beacon().seedOf(epoch).isPresent()
              ? "epoch %d has its seed; its audit is due within the window from now"
                  .formatted(epoch)
              : "a block to come is named for epoch %d; run this again after 64 more blocks, and before 256 have followed those"
                  .formatted(epoch));
    }
    return 0;
  }

  private void fallback(Contracts contracts, TransactionSender sender) {
    Earliest.send(
        sender,
        contracts.beacon().postFallback(epoch),
        "The beacon's turn is over, and epoch %d takes a fallback seed,".formatted(epoch));
  }

  private void requireOpen(Contracts contracts) {
    if (contracts.beacon().seedOf(epoch).isPresent()) {
      throw new IllegalArgumentException(
          "Epoch %d has its seed already, and it is never replaced.".formatted(epoch));
    }
    long ends = contracts.orchestrator().schedule().endOf(epoch);
    // In the second of its end the contract still refuses.
    if (contracts.chain().head().timestamp().getEpochSecond() <= ends) {
      throw new IllegalArgumentException(
          "Epoch %d ends at %s, and its seed comes after that. Run the same command again then."
              .formatted(epoch, Instant.ofEpochSecond(ends)));
    }
  }

  private Optional<Bytes> signature(Contracts contracts) throws IOException, InterruptedException {
    if (drand == null) {
      return Optional.empty();
    }
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
      var round = contracts.beacon().roundOf(epoch);
      var signature = new Drand(http, drand).signature(round);
      if (signature.isEmpty()) {
        throw new IllegalArgumentException(
            "The relay %s does not have round %d yet. Try again, or another relay."
                .formatted(drand, round));
      }
      return signature;
    }
  }
}
