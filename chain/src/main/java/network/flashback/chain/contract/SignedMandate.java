package network.flashback.chain.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;

/// A mandate on its way from the consumer to its provider, as a file: what is signed, and who
/// signed so far.
///
/// @param payer where that is another than the consumer
public record SignedMandate(
    RenewalMandate mandate, Optional<Bytes> consumer, Optional<Bytes> payer) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Two signatures of wallets that are contracts, and some digits.
  private static final long BYTES_MOST = 1 << 16;

  public static SignedMandate unsigned(RenewalMandate mandate) {
    return new SignedMandate(mandate, Optional.empty(), Optional.empty());
  }

  /// What a file holds.
  ///
  /// @throws IllegalArgumentException when it is no mandate
  public static SignedMandate read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MOST) {
      throw new IllegalArgumentException(
          file + " is larger than any mandate. Name the file that the consumer signed.");
    }
    try {
      var json = JSON.readTree(Files.readString(file));
      var mandate =
          new RenewalMandate(
              AgreementId.parse(text(json, "agreement")),
              Address.parse(text(json, "payer")),
              integer(json, "maximumRate", 96),
              number(json, "stepEpochs"),
              number(json, "windowEpochs"),
              number(json, "latestEnd"),
              integer(json, "budget", 80),
              integer(json, "collateral", 80),
              number(json, "consumerNonce"),
              number(json, "payerNonce"));
      return new SignedMandate(
          mandate, signature(json, "consumerSignature"), signature(json, "payerSignature"));
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s is no mandate: %s. Name the file that the consumer signed."
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

  private static BigInteger integer(JsonNode json, String field, int bits) {
    var text = text(json, field);
    if (!text.matches("[0-9]{1,30}") || new BigInteger(text).bitLength() > bits) {
      throw new IllegalArgumentException(
          "'%s' is no number of at most %d bits".formatted(field, bits));
    }
    return new BigInteger(text);
  }

  private static long number(JsonNode json, String field) {
    return integer(json, field, 32).longValueExact();
  }

  private static Optional<Bytes> signature(JsonNode json, String field) {
    return json.has(field) ? Optional.of(Bytes.fromHex(text(json, field))) : Optional.empty();
  }

  public SignedMandate byConsumer(Bytes signature) {
    return new SignedMandate(mandate, Optional.of(signature), payer);
  }

  public SignedMandate byPayer(Bytes signature) {
    return new SignedMandate(mandate, consumer, Optional.of(signature));
  }

  /// With what the provider signed; where somebody's word is lacking, the contract says so.
  public Renewal.Signatures with(Bytes provider) {
    return new Renewal.Signatures(
        consumer.orElse(Bytes.EMPTY), payer.orElse(Bytes.EMPTY), provider);
  }

  public void write(Path file) throws IOException {
    var json = JSON.createObjectNode();
    json.put("agreement", mandate.agreementId().toString());
    json.put("payer", mandate.payer().toString());
    json.put("maximumRate", mandate.maximumRate().toString());
    json.put("stepEpochs", Long.toString(mandate.stepEpochs()));
    json.put("windowEpochs", Long.toString(mandate.windowEpochs()));
    json.put("latestEnd", Long.toString(mandate.latestEnd()));
    json.put("budget", mandate.budget().toString());
    json.put("collateral", mandate.collateral().toString());
    json.put("consumerNonce", Long.toString(mandate.consumerNonce()));
    json.put("payerNonce", Long.toString(mandate.payerNonce()));
    consumer.ifPresent(signature -> json.put("consumerSignature", signature.toString()));
    payer.ifPresent(signature -> json.put("payerSignature", signature.toString()));
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
  }
}
