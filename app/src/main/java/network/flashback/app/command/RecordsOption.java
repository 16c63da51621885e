package network.flashback.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.flashback.chain.contract.Contracts;
import network.flashback.settlement.archive.Published;
import network.flashback.settlement.archive.Records;
import network.flashback.settlement.ledger.ReporterRecords;
import network.flashback.settlement.ledger.ReportersEver;
import network.flashback.settlement.wire.BoundedHttp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where published records come from.
final class RecordsOption {
  @Option(
      names = "--records",
      paramLabel = "URL|DIR",
      description = {
        "Folder with records, each in a file named by its keccak-256 (0x...), or the address of a",
        "reporter. Default: the endpoints of all reporters that the chain ever knew."
      })
  private @Nullable String records;

  Records open(Contracts contracts, BoundedHttp http) throws IOException {
    if (records == null) {
      return new ReporterRecords(contracts.registry(), http, new ReportersEver(contracts));
    }
    if (records.matches("https?://.*")) {
      return ReporterRecords.servedAt(records, http);
    }
    if (!Files.isDirectory(Path.of(records))) {
      throw new IOException(
          "There is no folder %s with records; an address begins with http:// or https://."
              .formatted(records));
    }
    return new Published(Path.of(records));
  }
}
