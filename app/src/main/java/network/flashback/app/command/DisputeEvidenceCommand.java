package network.flashback.app.command;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.chain.contract.Dispute;
import network.flashback.evm.Bytes;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.dispute.DisputeFile;
import network.flashback.settlement.dispute.DisputeFile.Item;
import network.flashback.settlement.dispute.EvidenceHashes;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback dispute evidence ID`: everything that a panel can look at.
@Command(
    name = "evidence",
    description = {
      "Gather what can be had about a dispute: evidence of both sides, reports and raw records of the"
          + " epochs, promise, statement.",
      "Each document is checked against its hash on the chain, whoever gave it. What nobody gives is"
          + " said to be missing."
    },
    footerHeading = "%nExit code: ",
    footer = "0 when nothing is missing, 1 otherwise.",
    mixinStandardHelpOptions = true)
public final class DisputeEvidenceCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 4096;

  @Mixin private final ChainOptions options = new ChainOptions();
  @Mixin private final RecordsOption records = new RecordsOption();

  @Parameters(paramLabel = "ID", description = "Number of the dispute.")
  private BigInteger id = BigInteger.ZERO;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "Ask this gateway or node for evidence too, besides the provider's node.")
  private List<String> from = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the documents into this folder.")
  private @Nullable Path out;

  @Option(
      names = "--give",
      paramLabel = "FILE",
      description = "Hand evidence of yours to the node and to every --from, which keep it.")
  private @Nullable Path give;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var chain = options.open();
        var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var contracts = chain.contracts();
      var dispute = DisputeShowCommand.known(contracts, id);
      var keepers = keepers(contracts, dispute);
      if (give != null) {
        return hand(contracts, http, keepers, give);
      }
      var items =
          new DisputeFile(contracts, servedAt(keepers, http), records.open(contracts, http))
              .read(id, dispute);
      return report(items);
    }
  }

  private List<String> keepers(Contracts contracts, Dispute dispute) {
    var keepers = new ArrayList<String>();
    keepers.add(contracts.registry().endpointOf(dispute.agreementId().providerId()));
    keepers.addAll(from);
    return keepers;
  }

  private static Records servedAt(List<String> keepers, BoundedHttp http) {
    return (hash, bytesMax) -> {
      for (String keeper : keepers) {
        try {
          var answer =
              http.get(BoundedHttp.below(keeper, Dispute.EVIDENCE_PATH + hash), TIMEOUT, bytesMax);
          var document = Bytes.of(answer.body());
          if (answer.statusCode() == 200 && document.keccak256().equals(hash)) {
            return Optional.of(document);
          }
        } catch (IOException silent) {
          // The next one may have it; what nobody has is said to be missing.
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
      return Optional.empty();
    };
  }

  private int report(List<Item> items) throws IOException {
    var print = spec.commandLine().getOut();
    var index = new StringBuilder();
    int missing = 0;
    for (Item item : items) {
      var line =
          "%-8s %s  %s  (%s)%n"
              .formatted(
                  item.isMissing() ? "MISSING" : "here",
                  item.hash().map(Object::toString).orElse("computed from the chain"),
                  item.name(),
                  item.what());
      print.print(line);
      index.append(line);
      missing += item.isMissing() ? 1 : 0;
      if (out != null && item.content().isPresent()) {
        write(out.resolve(item.name()), item.content().get());
      }
    }
    if (out != null) {
      write(out.resolve("index.txt"), Bytes.of(index.toString().getBytes(StandardCharsets.UTF_8)));
    }
    print.printf(
        "%d of %d documents are here%s%n",
        items.size() - missing,
        items.size(),
        missing == 0
            ? ""
            : "; ask whoever published the others, or name a gateway or node with --from");
    print.flush();
    return missing == 0 ? 0 : 1;
  }

  private static void write(Path file, Bytes content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, content.toArray());
  }

  private int hand(Contracts contracts, BoundedHttp http, List<String> keepers, Path file)
      throws IOException {
    var document = Bytes.of(Files.readAllBytes(file));
    var hash = document.keccak256();
    if (!EvidenceHashes.of(contracts, id).all().contains(hash)) {
      throw new IllegalArgumentException(
          "The file %s has the hash %s, which is none of dispute %s on the chain. Give the file that was named with --evidence, unchanged."
              .formatted(file, hash, id));
    }
    int taken = 0;
    for (String keeper : keepers) {
      try {
        var request =
            HttpRequest.newBuilder(BoundedHttp.below(keeper, Dispute.EVIDENCE_PATH + hash))
                .PUT(BodyPublishers.ofByteArray(document.toArray()))
                .build();
        var answer = http.send(request, TIMEOUT, ANSWER_BYTES_MAX);
        boolean kept = answer.statusCode() / 100 == 2;
        taken += kept ? 1 : 0;
        tell(
            keeper,
            kept
                ? "keeps it"
                : "answered "
                    + answer.statusCode()
                    + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8).strip());
      } catch (IOException silent) {
        tell(keeper, "could not be reached: " + silent.getMessage());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return 1;
      }
    }
    return taken > 0 ? 0 : 1;
  }

  private void tell(String keeper, String what) {
    spec.commandLine().getOut().println(keeper + " " + what);
    spec.commandLine().getOut().flush();
  }
}
