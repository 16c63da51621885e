package network.flashback.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import network.flashback.chain.contract.Contracts;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.ledger.ReportersEver;
import network.flashback.settlement.statement.ServedEpoch;
import network.flashback.settlement.statement.ServedEpochs;
import network.flashback.settlement.statement.SharesReader;
import network.flashback.settlement.statement.SourceTables;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementForms;
import network.flashback.settlement.statement.StatementReader;
import network.flashback.settlement.wire.BoundedHttp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback sla show [ID]`: the statement of an SLA, from the chain alone.
@Command(
    name = "show",
    description =
        "Print the statement of an SLA, computed from the chain alone; without ID, all SLAs.",
    mixinStandardHelpOptions = true)
public final class SlaShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final NetworkOptions options = new NetworkOptions();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "0x and 64 hexadecimal digits.")
  private String id = "";

  @Option(names = "--json", description = "Print JSON; without ID, an object a line.")
  private boolean json;

  @Option(
      names = "--print",
      description = "Print the source of every number too: transactions, proofs, vouchers.")
  private boolean print;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    if (!id.isEmpty() && !id.matches("0x[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no id of an SLA: 0x and 64 hexadecimal digits. Without an id, 'flashback sla show' lists those there are."
              .formatted(id));
    }
    try (var chain = NetworkChain.connect(options.plan())) {
      var statements = new StatementReader(chain.contracts());
      if (id.isEmpty()) {
        for (var slaId : statements.slaIds()) {
          var state = chain.contracts().lens().sla(slaId).state();
          out.println(
              json
                  ? JSON.createObjectNode()
                      .put("id", slaId.toString())
                      .put("state", state.toString())
                  : slaId + "  " + state);
        }
        return 0;
      }
      var statement = statements.of(Bytes32.fromHex(id));
      var served = served(chain.contracts(), statement);
      if (json) {
        var document = StatementForms.json(statement);
        document.set("quality", ServedEpochs.json(served));
        out.println(document);
      } else {
        out.println(StatementForms.text(statement));
        out.print(ServedEpochs.text(served));
        out.print(StatementForms.text(new SharesReader(chain.contracts()).of(statement)));
        printTimes(chain.contracts(), statement, out);
        if (print) {
          out.print(SourceTables.text(statement));
        }
      }
      return statement.balanced() ? 0 : 1;
    }
  }

  /// What was measured, as far as reporters serve it now.
  private static List<ServedEpoch> served(Contracts contracts, Statement statement)
      throws IOException {
    try (var http = new BoundedHttp(Duration.ofSeconds(2))) {
      var records = new ReporterRecords(contracts.registry(), http, new ReportersEver(contracts));
      return new ServedEpochs(records).of(statement);
    }
  }

  /// How long the running agreements go on, and what waits to change.
  private static void printTimes(Contracts contracts, Statement statement, PrintWriter out) {
    var sla = contracts.lens().sla(statement.slaId());
    int decimals = statement.money().decimals();
    String symbol = statement.money().symbol();
    var waiting = sla.waiting();
    for (var agreement : sla.live()) {
      out.printf(
          "agreement %s: %s to epoch %d, %s %s a day%n",
          agreement.id(),
          agreement.state(),
          agreement.endEpoch() - 1,
          PerDay.text(agreement.rate(), decimals),
          symbol);
      var change = waiting.get(agreement.id());
      if (change != null) {
        out.printf(
            "  from epoch %d on %s %s a day%n",
            change.fromEpoch(), PerDay.text(change.rate(), decimals), symbol);
      }
    }
  }
}
