package network.flashback.providers.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Router;

/// A node in memory that speaks the protocol honestly, unless told to cheat: checks sessions, signs
/// receipts, meters egress.
final class TestNode implements AutoCloseable {
  static final long PROVIDER = 7;
  static final BigInteger AGREEMENT = new BigInteger("129127208515966861313");

  final PrivateKey key = PrivateKey.of(Bytes32.of(11));
  final Address consumerKey;
  final NodeMessages messages;
  final long capacityBytes;
  final long windowBytes;

  /// So many reads find the window full, whatever was paid.
  final AtomicInteger windowsTakenByOthers = new AtomicInteger();

  final Map<String, Piece> pieces = new TreeMap<>();
  private final Map<String, Piece> marked = new HashMap<>();
  private long marks;
  volatile TreeHash treeHash = TreeHash.STANDARD;
  volatile boolean signsWithWrongKey;
  volatile boolean countsWhatItRefuses;
  volatile boolean forgetsSessions;
  volatile long servedBytes;
  volatile long paidBytes;
  volatile BigInteger cumulative = BigInteger.ZERO;
  volatile String voucherSignature = "";
  volatile int vouchers;
  volatile int sessions;
  private final Map<String, Long> tokens = new HashMap<>();
  private final HttpServer server;

  record Piece(Bytes bytes, long slot, long leaves, Bytes32 root) {}

  TestNode(Address consumerKey, NodeMessages messages, long capacityBytes, long windowBytes)
      throws IOException {
    this.consumerKey = consumerKey;
    this.messages = messages;
    this.capacityBytes = capacityBytes;
    this.windowBytes = windowBytes;
    var at = "/v1/agreements/{id}";
    this.server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            Router.builder()
                .post("/v1/sessions", (request, params) -> open(request))
                .put(at + "/pieces/{piece}", guarded((r, p) -> put(r, p.text("piece"))))
                .get(at + "/pieces/{piece}", guarded((r, p) -> get(r, p.text("piece"))))
                .delete(at + "/pieces/{piece}", guarded((r, p) -> delete(p.text("piece"))))
                .post(at + "/revisions", guarded((r, p) -> revise(r)))
                .post(at + "/mark", guarded((r, p) -> mark()))
                .post(at + "/vouchers", guarded((r, p) -> pay(r)))
                .get(at + "/slots", guarded((r, p) -> slots(r)))
                .get(at + "/usage", guarded((r, p) -> usage()))
                .build());
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  synchronized Bytes32 expectedRoot() {
    return rootOf(pieces);
  }

  private static Bytes32 rootOf(Map<String, Piece> pieces) {
    // Enough for these tests: one piece in slot 0.
    if (pieces.isEmpty()) {
      return Bytes32.ZERO;
    }
    var piece = pieces.values().iterator().next();
    return network.flashback.evm.Keccak256.hash(
        new byte[] {2}, piece.root.toArray(), Bytes32.of(piece.leaves).toArray());
  }

  private Router.PathHandler guarded(Router.PathHandler handler) {
    return (request, params) -> {
      var token = request.header("Authorization").orElse("").replace("Bearer ", "");
      if (forgetsSessions || !tokens.containsKey(token)) {
        forgetsSessions = false;
        tokens.clear();
        return problem(401, "no such session");
      }
      return params.text("id").equals(AGREEMENT.toString())
          ? handler.handle(request, params)
          : problem(404, "no such agreement");
    };
  }

  private synchronized HttpResponse open(HttpRequest request) throws IOException {
    var asked = Answer.MAPPER.readTree(request.readBody(4096));
    var claimed = Address.parse(asked.get("key").asText());
    var expiry = asked.get("expiry").asLong();
    var digest = messages.session(AGREEMENT, claimed, PROVIDER, expiry).digest();
    if (!claimed.equals(consumerKey) || !signature(asked).isBy(claimed, digest)) {
      return problem(403, "the key has no grant");
    }
    sessions++;
    var token = Bytes32.of(1000 + sessions).toString();
    tokens.put(token, expiry);
    return json(
        201,
        Map.of(
            "token", token, "expiresAt", "" + expiry, "windowBytes", Long.toString(windowBytes)));
  }

  private HttpResponse put(HttpRequest request, String id) throws IOException {
    var length = request.contentLength().orElseThrow();
    long used;
    synchronized (this) {
      used = pieces.values().stream().mapToLong(piece -> piece.bytes.size()).sum();
    }
    if (!pieces.containsKey(id) && used + length > capacityBytes) {
      return problem(507, "capacity of the agreement is used up");
    }
    return keep(id, request.readBody(1 << 26));
  }

  private synchronized HttpResponse keep(String id, byte[] bytes) throws IOException {
    var known = pieces.get(id);
    if (known != null) {
      return known.bytes.equals(Bytes.of(bytes))
          ? json(200, receipt(id, known))
          : problem(409, "the piece has other bytes");
    }
    var tree = new TreeBuilder(TreeShape.of(treeHash)).add(bytes).finish();
    var slot = 0L;
    while (holds(slot)) {
      slot++;
    }
    var piece = new Piece(Bytes.of(bytes), slot, tree.leaves(), tree.root());
    pieces.put(id, piece);
    return json(201, receipt(id, piece));
  }

  private boolean holds(long slot) {
    return pieces.values().stream().anyMatch(piece -> piece.slot == slot);
  }

  private Map<String, Object> receipt(String id, Piece piece) {
    var word = Bytes32.fromHex(id);
    var typed =
        messages.receipt(
            AGREEMENT, word, piece.slot, piece.bytes.size(), piece.leaves, piece.root, treeHash);
    var signer = signsWithWrongKey ? PrivateKey.of(Bytes32.of(99)) : key;
    var receipt = new LinkedHashMap<String, Object>();
    receipt.put("agreementId", AGREEMENT.toString());
    receipt.put("pieceId", word.toString());
    receipt.put("slot", piece.slot);
    receipt.put("bytes", piece.bytes.size());
    receipt.put("leaves", piece.leaves);
    receipt.put("root", piece.root.toString());
    receipt.put("treeHash", treeHash.code());
    receipt.put("signature", signer.sign(typed).toString());
    return receipt;
  }

  private synchronized HttpResponse get(HttpRequest request, String id) {
    var piece = pieces.get(id);
    if (piece == null) {
      return problem(404, "no such piece");
    }
    if (request.method().equals("HEAD")) {
      return HttpResponse.declaring(200, piece.bytes.size());
    }
    if (countsWhatItRefuses) {
      servedBytes += 1 << 20;
      return problem(402, "pay first");
    }
    if (servedBytes - paidBytes > windowBytes || windowsTakenByOthers.getAndDecrement() > 0) {
      return problem(402, "pay first");
    }
    var range = request.header("Range").orElseThrow().replace("bytes=", "").split("-", 2);
    var first = Integer.parseInt(range[0]);
    var last = Integer.parseInt(range[1]);
    if (last >= piece.bytes.size()) {
      return problem(416, "out of range");
    }
    servedBytes += last - first + 1;
    return HttpResponse.bytes(206, piece.bytes.slice(first, last + 1).toArray());
  }

  private synchronized HttpResponse delete(String id) {
    return pieces.remove(id) == null ? problem(404, "no such piece") : HttpResponse.empty(204);
  }

  private synchronized HttpResponse mark() throws IOException {
    marked.clear();
    marked.putAll(pieces);
    return json(
        200,
        Map.of(
            "version", "" + ++marks,
            "root", rootOf(marked).toString(),
            "leaves", "" + leavesOf(marked)));
  }

  private static long leavesOf(Map<String, Piece> pieces) {
    return pieces.values().stream().mapToLong(Piece::leaves).sum();
  }

  private synchronized HttpResponse revise(HttpRequest request) throws IOException {
    var asked = Answer.MAPPER.readTree(request.readBody(4096));
    var described = asked.path("version").asLong(-1) == marks ? marked : pieces;
    var leaves = leavesOf(described);
    var root = Bytes32.fromHex(asked.get("root").asText());
    if (!root.equals(rootOf(described)) || leaves != asked.get("leaves").asLong()) {
      return json(409, Map.of("root", rootOf(described).toString(), "leaves", "" + leaves));
    }
    var typed =
        messages.revision(
            AGREEMENT,
            root,
            leaves,
            asked.get("sequence").asLong(),
            TreeHash.of(asked.get("treeHash").asLong()));
    return signature(asked).isBy(consumerKey, typed.digest())
        ? json(200, Map.of("signature", key.sign(typed).toString()))
        : problem(403, "not signed by the consumer");
  }

  private synchronized HttpResponse pay(HttpRequest request) throws IOException {
    var asked = Answer.MAPPER.readTree(request.readBody(4096));
    var amount = new BigInteger(asked.get("cumulative").asText());
    var served = asked.get("servedBytes").asLong();
    var typed = messages.voucher(AGREEMENT, amount, served);
    if (!signature(asked).isBy(consumerKey, typed.digest()) || amount.compareTo(cumulative) < 0) {
      return problem(403, "voucher refused");
    }
    vouchers++;
    cumulative = amount;
    voucherSignature = asked.get("signature").asText();
    paidBytes = served;
    return json(
        200, Map.of("accepted", amount.toString(), "unpaidBytes", "" + (servedBytes - paidBytes)));
  }

  private synchronized HttpResponse slots(HttpRequest request) throws IOException {
    var query = request.rawQuery().orElse("");
    var from = Long.parseLong(query.replaceAll(".*from=(\\d+).*", "$1"));
    var limit = Long.parseLong(query.replaceAll(".*limit=(\\d+).*", "$1"));
    var marks = query.contains("version=");
    if (marks && !query.endsWith("version=" + this.marks)) {
      return problem(409, "no longer kept in sight");
    }
    var list =
        (marks ? marked : pieces)
            .entrySet().stream()
                .filter(entry -> entry.getValue().slot >= from)
                .sorted((a, b) -> Long.compare(a.getValue().slot, b.getValue().slot))
                .limit(limit)
                .map(
                    entry ->
                        Map.of(
                            "slot",
                            entry.getValue().slot,
                            "pieceId",
                            "0x" + entry.getKey(),
                            "leaves",
                            entry.getValue().leaves,
                            "root",
                            entry.getValue().root.toString()))
                .toList();
    return json(200, list);
  }

  private synchronized HttpResponse usage() throws IOException {
    var stored = pieces.values().stream().mapToLong(piece -> piece.bytes.size()).sum();
    var usage = new LinkedHashMap<String, Object>();
    usage.put("servedBytes", "" + servedBytes);
    usage.put("paidBytes", "" + paidBytes);
    usage.put("cumulative", "" + cumulative);
    usage.put("storedBytes", "" + stored);
    usage.put("pieces", "" + pieces.size());
    if (!voucherSignature.isEmpty()) {
      usage.put("voucherBytes", "" + paidBytes);
      usage.put("voucherSignature", voucherSignature);
    }
    return json(200, usage);
  }

  private static Signature signature(JsonNode asked) {
    return Signature.parse(Bytes.fromHex(asked.get("signature").asText()));
  }

  private static HttpResponse json(int status, Object value) throws IOException {
    return HttpResponse.bytes(status, Answer.MAPPER.writeValueAsBytes(value))
        .header("Content-Type", "application/json");
  }

  private static HttpResponse problem(int status, String detail) {
    return HttpResponse.text(status, "application/problem+json", "{\"detail\":\"" + detail + "\"}");
  }
}
