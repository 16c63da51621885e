package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.settlement.archive.Published;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.verify.StatementVerifier;
import network.flashback.settlement.verify.Verification;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback verify statement FILE`: a statement, recomputed.
@Command(
    name = "statement",
    description = {
      "Recompute a statement from the chain at its block: every amount and the transactions behind it;",
      "pay from proofs and rates; quality from the reporters' raw records, as far as they are served.",
      "The node must still have the state of that block (an archive node has; others keep the newest)."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  ./flashback sla show 0x... --json > statement.json",
      "  ./flashback verify statement statement.json --rpc http://127.0.0.1:8545 --deployment deployment.json",
      "%nExit code 0: all that was checked is true; 1: something differs, or nothing could be checked."
    },
    mixinStandardHelpOptions = true)
public final class VerifyStatementCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final ChainOptions options = new ChainOptions();

  @Parameters(paramLabel = "FILE", description = "The statement, as JSON.")
  private Path file = Path.of("statement.json");

  @Option(
      names = "--records",
      paramLabel = "DIR",
      description = {
        "Folder with records, each in a file named by its keccak-256 (0x...).",
        "Default: the endpoints of all reporters that the chain ever knew."
      })
  private @Nullable Path records;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    byte[] statement = read();
    try (var chain = options.open();
        var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var verifier = new StatementVerifier(chain.contracts(), records(chain.contracts(), http));
      var verified = verifier.verify(statement);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(json(verified));
      } else {
        print(verified, out);
      }
      out.flush();
      return verified.agrees() ? 0 : 1;
    }
  }

  private byte[] read() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "There is no file %s. Print a statement with ./flashback sla show ID --json."
              .formatted(file));
    }
    if (Files.size(file) > StatementVerifier.BYTES_MAX) {
      throw new IOException(
          "%s is larger than any statement. Is it the right file?".formatted(file));
    }
    return Files.readAllBytes(file);
  }

  private Records records(Contracts contracts, BoundedHttp http) throws IOException {
    if (records != null) {
      if (!Files.isDirectory(records)) {
        throw new IOException("There is no folder %s with records.".formatted(records));
      }
      return new Published(records);
    }
    List<Long> reporters = StatementVerifier.reportersEver(contracts);
    return new ReporterRecords(contracts.registry(), http, () -> reporters);
  }

  private static ObjectNode json(Verification verified) {
    var node = JSON.createObjectNode();
    node.put("agrees", verified.agrees());
    node.put("values", verified.values());
    node.put("proofs", verified.proofs());
    node.put("reports", verified.reports());
    node.put("records", verified.records());
    node.put("vouchers", verified.vouchers());
    var differences = node.putArray("differences");
    verified.differences().forEach(differences::add);
    var open = node.putArray("open");
    verified.open().forEach(open::add);
    return node;
  }

  private static void print(Verification verified, PrintWriter out) {
    out.printf("%6d values and transactions compared with the chain%n", verified.values());
    out.printf("%6d proofs of possession paid again at their rates%n", verified.proofs());
    out.printf("%6d epochs' reports judged again%n", verified.reports());
    out.printf("%6d reporters' raw records summed up again%n", verified.records());
    out.printf("%6d vouchers paid as signed by the consumer or its keys%n", verified.vouchers());
    verified.open().forEach(what -> out.println("  open: " + what));
    verified.differences().forEach(what -> out.println("  DIFFERS: " + what));
    out.println(
        verified.agrees()
            ? "The statement is true"
                + (verified.open().isEmpty() ? "." : ", but for what is open.")
            : "The statement is NOT what the chain and the records say.");
  }
}
