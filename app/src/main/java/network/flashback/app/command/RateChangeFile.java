package network.flashback.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.RateChange;
import network.flashback.evm.Bytes;

/// A change of the rate on its way between the sides: what is signed, and who signed so far.
record RateChangeFile(RateChange change, Optional<Bytes> consumer, Optional<Bytes> provider) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Two signatures of wallets that are contracts, and some digits.
  private static final long BYTES_MOST = 1 << 16;

  static RateChangeFile unsigned(RateChange change) {
    return new RateChangeFile(change, Optional.empty(), Optional.empty());
  }

  /// @throws IllegalArgumentException when the file is none of these
  static RateChangeFile read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MOST) {
      throw new IllegalArgumentException(
          file + " is larger than any change of a rate. Name the file that the other side sent.");
    }
    try {
      var json = JSON.readTree(Files.readString(file));
      var change =
          new RateChange(
              AgreementId.parse(text(json, "agreement")),
              new BigInteger(text(json, "rate")),
              Long.parseLong(text(json, "fromEpoch")),
              Long.parseLong(text(json, "number")));
      return new RateChangeFile(change, signature(json, "consumer"), signature(json, "provider"));
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s is no change of a rate: %s. Name the file that the other side sent, or another one to begin with."
              .formatted(file, wrong.getMessage()),
          wrong);
    }
  }

  private static String text(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no text '" + field + "'");
    }
    return value.asText();
  }

  private static Optional<Bytes> signature(JsonNode json, String side) {
    return json.has(side) ? Optional.of(Bytes.fromHex(text(json, side))) : Optional.empty();
  }

  RateChangeFile signedByConsumer(Bytes signature) {
    return new RateChangeFile(change, Optional.of(signature), provider);
  }

  RateChangeFile signedByProvider(Bytes signature) {
    return new RateChangeFile(change, consumer, Optional.of(signature));
  }

  void write(Path file) throws IOException {
    var json = JSON.createObjectNode();
    json.put("agreement", change.agreementId().toString());
    json.put("rate", change.rate().toString());
    json.put("fromEpoch", Long.toString(change.fromEpoch()));
    json.put("number", Long.toString(change.number()));
    consumer.ifPresent(signature -> json.put("consumer", signature.toString()));
    provider.ifPresent(signature -> json.put("provider", signature.toString()));
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
  }
}
