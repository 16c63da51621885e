package network.flashback.settlement.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.settlement.quality.RawRecord.Transfer;

/// What reporters write down while they probe: a line of JSON for each probe.
public final class RawRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RawRecords() {}

  /// Reads records.
  ///
  /// @throws IOException when a line is no record
  public static List<RawRecord> read(Bytes records) throws IOException {
    List<RawRecord> all = new ArrayList<>();
    for (String line : new String(records.toArray(), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        all.add(record(line));
      }
    }
    return all;
  }

  /// Sums up records, by ascending agreement.
  ///
  /// @throws IOException when a line is no record
  public static List<AgreementSummary> sum(Bytes records) throws IOException {
    var sums = new TreeMap<AgreementId, AgreementSummary>();
    for (RawRecord record : read(records)) {
      var id = record.agreementId();
      AgreementSummary before = sums.getOrDefault(id, AgreementSummary.none(id));
      sums.put(
          id,
          switch (record.outcome()) {
            case RIGHT -> before.withRight(record.millis());
            case WRONG -> before.withWrong(record.millis());
            case SILENT -> before.withSilent();
            case RUN -> {
              var transfer = record.transfer().orElseThrow();
              yield before.withTransfer(transfer.bytes(), transfer.micros());
            }
            case WRITE -> {
              var transfer = record.transfer().orElseThrow();
              yield before.withWrite(transfer.bytes(), transfer.micros());
            }
          });
    }
    return List.copyOf(sums.values());
  }

  private static RawRecord record(String line) throws IOException {
    JsonNode record = JSON.readTree(line);
    try {
      var outcome =
          RawRecord.Outcome.valueOf(record.path("outcome").asText().toUpperCase(Locale.ROOT));
      return new RawRecord(
          AgreementId.parse(record.path("agreementId").asText()),
          record.path("leaf").asLong(),
          outcome,
          record.path("millis").asLong(),
          record.has("nodeSignature") ? Optional.of(answer(record, outcome)) : Optional.empty(),
          transfer(record, outcome));
    } catch (IllegalArgumentException malformed) {
      throw new IOException("This is no record of a probe: " + line, malformed);
    }
  }

  private static Optional<Transfer> transfer(JsonNode record, RawRecord.Outcome outcome) {
    long bytes = record.path("bytes").asLong();
    long micros = record.path("micros").asLong();
    return switch (outcome) {
      case RUN -> Optional.of(new Transfer(record.path("leaves").asInt(), bytes, micros));
      case WRITE -> Optional.of(Transfer.ofWrite(bytes, micros));
      case RIGHT, WRONG, SILENT -> Optional.empty();
    };
  }

  private static SignedAnswer answer(JsonNode record, RawRecord.Outcome outcome) {
    var subject = outcome == RawRecord.Outcome.WRITE ? "seed" : "leafHash";
    return new SignedAnswer(
        record.path("sequence").asLong(),
        Bytes32.fromHex(record.path(subject).asText()),
        Bytes32.fromHex(record.path("nonce").asText()),
        record.path("nodeAt").asLong(),
        Signature.parse(Bytes.fromHex(record.path("nodeSignature").asText())));
  }
}
