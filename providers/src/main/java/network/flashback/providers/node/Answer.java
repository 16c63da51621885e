package network.flashback.providers.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;

/// A JSON document from a node, read with suspicion: bounded, and every field checked when asked
/// for.
record Answer(JsonNode json) {
  static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int BYTES_MAX = 4 << 20;

  static Answer read(InputStream body) throws IOException {
    byte[] bytes;
    try {
      bytes = body.readNBytes(BYTES_MAX + 1);
    } catch (InterruptedIOException givenUp) {
      throw givenUp;
    } catch (IOException e) {
      throw new StoreException(
          Reason.UNAVAILABLE, "the node's answer broke off (" + e + "): ask again", e);
    }
    if (bytes.length > BYTES_MAX) {
      throw corrupt("is longer than " + BYTES_MAX + " bytes");
    }
    try {
      return new Answer(MAPPER.readTree(bytes));
    } catch (JsonProcessingException notJson) {
      throw corrupt("is no JSON");
    }
  }

  boolean has(String field) {
    return json.has(field);
  }

  String text(String field) throws StoreException {
    var value = json.get(field);
    if (value == null || value.isContainerNode() || value.isNull()) {
      throw corrupt("lacks the field '" + field + "'");
    }
    return value.asText();
  }

  BigInteger integer(String field) throws StoreException {
    var text = text(field);
    if (!text.matches("\\d{1,78}")) {
      throw corrupt("has no number in '" + field + "'");
    }
    return new BigInteger(text);
  }

  long number(String field) throws StoreException {
    var value = integer(field);
    if (value.bitLength() > 63) {
      throw corrupt("has a number too large in '" + field + "'");
    }
    return value.longValue();
  }

  Bytes32 word(String field) throws StoreException {
    try {
      return Bytes32.fromHex(text(field));
    } catch (IllegalArgumentException wrong) {
      throw corrupt("has no 32 bytes in '" + field + "'");
    }
  }

  Signature signature(String field) throws StoreException {
    try {
      return Signature.parse(Bytes.fromHex(text(field)));
    } catch (IllegalArgumentException wrong) {
      throw corrupt("has no signature in '" + field + "'");
    }
  }

  List<Answer> elements() throws StoreException {
    if (!json.isArray()) {
      throw corrupt("is no list");
    }
    var elements = new ArrayList<Answer>(json.size());
    json.forEach(element -> elements.add(new Answer(element)));
    return elements;
  }

  private static StoreException corrupt(String why) {
    return new StoreException(Reason.CORRUPT, "the node's answer " + why);
  }
}
