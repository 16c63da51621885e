package network.flashback.settlement.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Signature;

/// The one way in which summaries and bundles are written: no spaces, fields in a fixed order,
/// hexadecimal in lower case. What is read counts only if writing it again gives the same bytes.
public final class SummaryJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SummaryJson() {}

  public static Bytes bytes(Summary summary) {
    return bytes(toJson(summary));
  }

  public static Bytes bytes(Summary.Signed signed) {
    return bytes(toJson(signed));
  }

  public static Bytes bytes(QualityBundle bundle) {
    ObjectNode root = JSON.createObjectNode();
    root.put("epoch", bundle.epoch());
    root.put("penaltyTable", bundle.penaltyTable());
    var summaries = root.putArray("summaries");
    bundle.summaries().forEach(signed -> summaries.add(toJson(signed)));
    return bytes(root);
  }

  /// Reads what [#bytes(Summary.Signed)] wrote.
  ///
  /// @throws IOException when it is no summary in its canonical form; the message says why
  public static Summary.Signed parseSigned(byte[] json) throws IOException {
    Summary.Signed signed = refusing("summary", () -> signed(JSON.readTree(json)));
    requireCanonical("summary", bytes(signed), json);
    return signed;
  }

  /// Reads what [#bytes(QualityBundle)] wrote.
  ///
  /// @throws IOException when it is no bundle in its canonical form; the message says why
  public static QualityBundle parseBundle(byte[] json) throws IOException {
    QualityBundle bundle = refusing("bundle", () -> bundle(JSON.readTree(json)));
    requireCanonical("bundle", bytes(bundle), json);
    return bundle;
  }

  private static void requireCanonical(String what, Bytes written, byte[] read) throws IOException {
    if (!written.equals(Bytes.of(read))) {
      throw new IOException("The " + what + " is not in its canonical form.");
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T refusing(String what, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException malformed) {
      throw new IOException("This is no " + what + ": " + malformed.getMessage(), malformed);
    }
  }

  private static ObjectNode toJson(Summary.Signed signed) {
    ObjectNode node = JSON.createObjectNode();
    node.set("summary", toJson(signed.summary()));
    node.put("signature", signed.signature().toBytes().toString());
    return node;
  }

  private static ObjectNode toJson(Summary summary) {
    ObjectNode node = JSON.createObjectNode();
    node.put("chainId", summary.chainId());
    node.put("oracle", summary.oracle().toString());
    node.put("epoch", summary.epoch());
    node.put("reporter", summary.reporter().toString());
    node.put("records", summary.recordsHash().toString());
    var agreements = node.putArray("agreements");
    for (AgreementSummary agreement : summary.agreements()) {
      ObjectNode one = agreements.addObject();
      one.put("agreementId", agreement.agreementId().toString());
      one.put("probes", agreement.probes());
      one.put("right", agreement.right());
      one.put("wrong", agreement.wrong());
      one.put("silent", agreement.silent());
      one.put("latencyMillisP50", agreement.latency().percentile(50));
      one.put("latencyMillisP95", agreement.latency().percentile(95));
      put(one, "histogram", agreement.latency());
      // Left out where there was no run of that kind, as the promises below.
      put(one, "transfers", agreement.transfers());
      put(one, "writes", agreement.writes());
    }
    // Left out where there are none, so that epochs from before promises read as they did.
    if (!summary.promises().isEmpty()) {
      ObjectNode promises = node.putObject("promises");
      summary.promises().forEach((id, promise) -> promises.set(id.toString(), toJson(promise)));
    }
    return node;
  }

  private static void put(ObjectNode node, String name, LatencyHistogram counts) {
    ObjectNode histogram = node.putObject(name);
    counts.counts().forEach((bucket, count) -> histogram.put(Integer.toString(bucket), count));
  }

  private static void put(ObjectNode node, String name, Transfers oneWay) {
    if (oneWay.runs() > 0) {
      ObjectNode runs = node.putObject(name);
      runs.put("bytes", oneWay.bytes());
      runs.put("micros", oneWay.micros());
      put(runs, "kibPerSecond", oneWay.kibPerSecond());
    }
  }

  private static LatencyHistogram histogram(JsonNode node) throws IOException {
    Map<Integer, Integer> buckets = new TreeMap<>();
    for (var entry : node.properties()) {
      buckets.put(Integer.parseInt(entry.getKey()), integer(node, entry.getKey()));
    }
    return new LatencyHistogram(buckets);
  }

  private static Transfers transfers(JsonNode node) throws IOException {
    return node.isMissingNode()
        ? Transfers.NONE
        : new Transfers(
            number(node, "bytes"), number(node, "micros"), histogram(node.path("kibPerSecond")));
  }

  private static ObjectNode toJson(QualityTarget promise) {
    return JSON.createObjectNode()
        .put("errorBpsMax", promise.errorBpsMax())
        .put("latencyMillisMax", promise.latencyMillisMax())
        .put("throughputKibMin", promise.throughputKibMin())
        .put("uptimeBps", promise.uptimeBps());
  }

  private static SortedMap<AgreementId, QualityTarget> promises(JsonNode node) throws IOException {
    var promises = new TreeMap<AgreementId, QualityTarget>();
    for (var entry : node.properties()) {
      JsonNode promise = entry.getValue();
      promises.put(
          AgreementId.parse(entry.getKey()),
          new QualityTarget(
              integer(promise, "uptimeBps"),
              integer(promise, "latencyMillisMax"),
              integer(promise, "throughputKibMin"),
              integer(promise, "errorBpsMax")));
    }
    return promises;
  }

  private static QualityBundle bundle(JsonNode root) throws IOException {
    List<Summary.Signed> summaries = new ArrayList<>();
    for (JsonNode summary : array(root, "summaries")) {
      summaries.add(signed(summary));
    }
    return new QualityBundle(number(root, "epoch"), integer(root, "penaltyTable"), summaries);
  }

  private static Summary.Signed signed(JsonNode node) throws IOException {
    return new Summary.Signed(
        summary(node.path("summary")), Signature.parse(Bytes.fromHex(text(node, "signature"))));
  }

  private static Summary summary(JsonNode node) throws IOException {
    List<AgreementSummary> agreements = new ArrayList<>();
    for (JsonNode one : array(node, "agreements")) {
      agreements.add(
          new AgreementSummary(
              AgreementId.parse(text(one, "agreementId")),
              integer(one, "right"),
              integer(one, "wrong"),
              integer(one, "silent"),
              histogram(one.path("histogram")),
              transfers(one.path("transfers")),
              transfers(one.path("writes"))));
    }
    return new Summary(
        number(node, "chainId"),
        Address.parse(text(node, "oracle")),
        number(node, "epoch"),
        Address.parse(text(node, "reporter")),
        Bytes32.fromHex(text(node, "records")),
        agreements,
        promises(node.path("promises")));
  }

  private static JsonNode array(JsonNode node, String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw new IOException("Its '" + field + "' is no list.");
    }
    return value;
  }

  private static int integer(JsonNode node, String field) throws IOException {
    return Math.toIntExact(number(node, field));
  }

  private static long number(JsonNode node, String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IOException("Its '" + field + "' is no whole number.");
    }
    return value.asLong();
  }

  private static String text(JsonNode node, String field) throws IOException {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IOException("Its '" + field + "' is no text.");
    }
    return value.asText();
  }

  private static Bytes bytes(ObjectNode node) {
    return Bytes.of(node.toString().getBytes(StandardCharsets.UTF_8));
  }
}
