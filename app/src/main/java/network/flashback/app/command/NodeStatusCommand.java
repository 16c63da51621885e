package network.flashback.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import network.flashback.app.config.Configuration;
import network.flashback.app.config.Role;
import network.flashback.app.setup.NodeSetup;
import network.flashback.node.status.OperatorToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback node status`: all that a running node tells its operator.
@Command(
    name = "status",
    description = "Show how a node of this machine does. Exit code 3 when it does not answer.",
    mixinStandardHelpOptions = true)
public final class NodeStatusCommand implements Callable<Integer> {
  private static final int SILENT = 3;
  private static final int ANSWER_BYTES_MAX = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the node.")
  private Path config = Path.of("node.properties");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var setup = NodeSetup.of(Configuration.read(config, Role.NODE));
    var url = setup.local().resolve("/v1/status");
    var request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + OperatorToken.word(setup.folders()))
            .build();
    try (var http = setup.localClient(PATIENCE)) {
      var response = http.send(request, BodyHandlers.ofInputStream());
      String text;
      try (var body = response.body()) {
        text = new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      }
      if (response.statusCode() != 200) {
        throw new IOException(
            "%s answered %d: another node may have that port. Compare 'http.port' and 'node.disk'."
                .formatted(url, response.statusCode()));
      }
      var out = spec.commandLine().getOut();
      if (json) {
        out.print(text);
      } else {
        print(new ObjectMapper().readTree(text), out);
      }
      out.flush();
      return 0;
    } catch (ConnectException silent) {
      spec.commandLine()
          .getErr()
          .println(
              "The node does not answer at "
                  + url
                  + ". Start it: flashback node --config "
                  + config);
      return SILENT;
    }
  }

  private static void print(JsonNode status, PrintWriter out) {
    out.println(
        "provider " + status.path("providerId").asText() + ", " + status.path("standing").asText());
    var chain = status.path("chain");
    line(
        out,
        "chain",
        chain.isMissingNode()
            ? "out of reach"
            : "block %s, %s s old, epoch %s"
                .formatted(
                    chain.path("height").asText(),
                    chain.path("ageSeconds").asText(),
                    chain.path("epoch").asText("-")));
    var audits = status.path("audits");
    line(
        out,
        "audits",
        "%s proven, %s missed, %s leaves admitted since %s"
            .formatted(
                audits.path("passed").asText(),
                audits.path("missed").asText(),
                audits.path("leavesAdmitted").asText(),
                audits.path("since").asText()));
    printDisk(status, out);
    printBusiness(status, out);
  }

  private static void printDisk(JsonNode status, PrintWriter out) {
    var disk = status.path("disk");
    line(
        out,
        "sold",
        "%s of %s bytes used, %s reserved"
            .formatted(
                status.path("usedBytes").asText(),
                status.path("capacityBytes").asText(),
                disk.path("reservedBytes").asText()));
    for (var folder : disk.path("folders")) {
      line(
          out,
          "disk",
          "%s: %s of %s bytes used, %s promised to %s agreements, %s free"
              .formatted(
                  folder.path("folder").asText(),
                  folder.path("usedBytes").asText(),
                  folder.path("capacityBytes").asText(),
                  folder.path("promisedBytes").asText(),
                  folder.path("agreements").asText(),
                  folder.path("freeBytes").asText()));
    }
    line(
        out,
        "pieces",
        "%s, %s lost, %s agreements damaged"
            .formatted(
                disk.path("pieces").asText(),
                disk.path("lostPieces").asText(),
                disk.path("damagedAgreements").asText()));
    if (!disk.path("failure").asText().isEmpty()) {
      line(out, "FAILURE", disk.path("failure").asText());
    }
  }

  private static void printBusiness(JsonNode status, PrintWriter out) {
    var earnings = status.path("earnings");
    line(
        out,
        "earnings",
        "%s units withdrawn since the first start, %s wait, %s bytes unpaid"
            .formatted(
                earnings.path("withdrawn").asText(),
                earnings.path("waiting").asText(),
                earnings.path("unpaidBytes").asText()));
    for (var agreement : status.path("agreements")) {
      line(
          out,
          "agreement",
          "%s %s, %s of %s bytes, %s unpaid, ends %s"
              .formatted(
                  agreement.path("id").asText(),
                  agreement.path("state").asText(),
                  agreement.path("usedBytes").asText(),
                  agreement.path("reservedBytes").asText(),
                  agreement.path("unpaidBytes").asText(),
                  agreement.path("endsAt").asText()));
    }
    for (var duty : status.path("duties")) {
      line(out, "next", duty.path("at").asText() + " " + duty.path("what").asText());
    }
  }

  private static void line(PrintWriter out, String what, String text) {
    out.printf("  %-10s %s%n", what, text);
  }
}
