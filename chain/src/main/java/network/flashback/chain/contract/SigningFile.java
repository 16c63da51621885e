package network.flashback.chain.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import network.flashback.evm.Bytes;

/// JSON that goes from one signer to the next: what is signed, as texts, and who signed so far.
final class SigningFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Two signatures of wallets that are contracts, and some digits.
  private static final long BYTES_MOST = 1 << 16;

  private final JsonNode json;

  private SigningFile(JsonNode json) {
    this.json = json;
  }

  /// Makes something of a file's fields.
  @FunctionalInterface
  interface Reading<T> {
    T of(SigningFile fields);
  }

  /// What a file holds.
  ///
  /// @param kind of what it should be, for who named another file
  /// @param remedy what to do then
  /// @throws IllegalArgumentException when it is none of the kind
  static <T> T read(Path file, String kind, String remedy, Reading<T> reading) throws IOException {
    if (Files.size(file) > BYTES_MOST) {
      throw new IllegalArgumentException(
          "%s is larger than any %s. %s".formatted(file, kind, remedy));
    }
    try {
      return reading.of(new SigningFile(JSON.readTree(Files.readString(file))));
    } catch (JsonProcessingException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "%s is no %s: %s. %s".formatted(file, kind, wrong.getMessage(), remedy), wrong);
    }
  }

  static ObjectNode empty() {
    return JSON.createObjectNode();
  }

  static void write(Path file, ObjectNode json) throws IOException {
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
  }

  String text(String field) {
    var value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no text '" + field + "'");
    }
    return value.asText();
  }

  AgreementId agreement() {
    return AgreementId.parse(text("agreement"));
  }

  BigInteger integer(String field, int bits) {
    var text = text(field);
    if (!text.matches("[0-9]{1,30}") || new BigInteger(text).bitLength() > bits) {
      throw new IllegalArgumentException(
          "'%s' is no number of at most %d bits".formatted(field, bits));
    }
    return new BigInteger(text);
  }

  long number(String field) {
    return integer(field, 32).longValueExact();
  }

  /// The elements of an array, each read by itself.
  <T> List<T> list(String field, Reading<T> reading) {
    var elements = json.path(field);
    if (!elements.isArray()) {
      throw new IllegalArgumentException("it has no list '" + field + "'");
    }
    return StreamSupport.stream(elements.spliterator(), false)
        .map(element -> reading.of(new SigningFile(element)))
        .toList();
  }

  Optional<Bytes> signature(String field) {
    return json.has(field) ? Optional.of(Bytes.fromHex(text(field))) : Optional.empty();
  }
}
