package network.flashback.node.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;

/// JSON in and out: requests read with suspicion, answers written.
record Json(JsonNode node) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BODY_BYTES_MAX = 16 << 10;

  static Json read(HttpRequest request) throws IOException {
    try {
      var node = MAPPER.readTree(request.readBody(BODY_BYTES_MAX));
      if (node != null && node.isObject()) {
        return new Json(node);
      }
    } catch (JsonProcessingException malformed) {
      throw Problem.FIELD_INVALID.because("The body is no JSON: " + malformed.getOriginalMessage());
    }
    throw Problem.FIELD_INVALID.because("The body is no JSON object.");
  }

  static HttpResponse answer(int status, Object value) throws JsonProcessingException {
    return HttpResponse.bytes(status, MAPPER.writeValueAsBytes(value))
        .header("Content-Type", "application/json");
  }

  static HttpResponse answer(ProblemException failure) throws JsonProcessingException {
    var problem = failure.problem();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:flashback:problem:" + problem.slug());
    document.put("title", problem.title);
    document.put("status", problem.status);
    document.put("detail", failure.detail());
    document.put("remedy", problem.remedy);
    document.putAll(failure.members());
    return HttpResponse.bytes(problem.status, MAPPER.writeValueAsBytes(document))
        .header("Content-Type", "application/problem+json");
  }

  boolean has(String field) {
    return node.has(field);
  }

  BigInteger integer(String field, int bits) {
    var text = text(field);
    if (!text.matches("[0-9]{1,78}")) {
      throw invalid(field, "is no decimal number");
    }
    var number = new BigInteger(text);
    if (number.bitLength() > bits) {
      throw invalid(field, "does not fit " + bits + " bits");
    }
    return number;
  }

  long number(String field) {
    return integer(field, 63).longValueExact();
  }

  Bytes32 word(String field) {
    return parsed(field, Bytes32::fromHex);
  }

  Address address(String field) {
    return parsed(field, Address::parse);
  }

  Signature signature(String field) {
    return parsed(field, text -> Signature.parse(Bytes.fromHex(text)));
  }

  String text(String field) {
    var value = node.get(field);
    if (value == null || !value.isValueNode() || value.isNull()) {
      throw invalid(field, "is missing");
    }
    return value.asText();
  }

  private <T> T parsed(String field, Function<String, T> parser) {
    try {
      return parser.apply(text(field));
    } catch (IllegalArgumentException wrong) {
      throw invalid(field, "is malformed: " + wrong.getMessage());
    }
  }

  static ProblemException invalid(String field, String what) {
    return Problem.FIELD_INVALID
        .because("'" + field + "' " + what + ".")
        .with(Map.of("field", field));
  }
}
