package network.flashback.settlement.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes;

/// What reporters write down while they probe: a line of JSON for each probe.
public final class RawRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RawRecords() {}

  /// Sums up records, by ascending agreement.
  ///
  /// @throws IOException when a line is no record
  public static List<AgreementSummary> sum(Bytes records) throws IOException {
    var sums = new TreeMap<AgreementId, AgreementSummary>();
    for (String line : new String(records.toArray(), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        add(sums, line);
      }
    }
    return List.copyOf(sums.values());
  }

  private static void add(Map<AgreementId, AgreementSummary> sums, String line) throws IOException {
    JsonNode record = JSON.readTree(line);
    try {
      var id = AgreementId.parse(record.path("agreementId").asText());
      long millis = record.path("millis").asLong();
      AgreementSummary before = sums.getOrDefault(id, AgreementSummary.none(id));
      sums.put(
          id,
          switch (record.path("outcome").asText()) {
            case "right" -> before.withRight(millis);
            case "wrong" -> before.withWrong(millis);
            case "silent" -> before.withSilent();
            default -> throw new IOException("A record has no outcome: " + line);
          });
    } catch (IllegalArgumentException malformed) {
      throw new IOException("This is no record of a probe: " + line, malformed);
    }
  }
}
