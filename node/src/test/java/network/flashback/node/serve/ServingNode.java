package network.flashback.node.serve;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Rights;
import network.flashback.chain.contract.Voucher;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PersonalMessage;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.node.FakeChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A node that serves on a real connection, its caller's keys, and the requests of the protocol.
abstract class ServingNode {
  static final ObjectMapper JSON = new ObjectMapper();
  static final long WINDOW = 128 << 10;
  static final PrivateKey NODE_KEY = PrivateKey.of(Bytes32.of(42));
  static final Domain ORCHESTRATOR =
      Domain.of("Flashback", "1", 31337, PrivateKey.of(Bytes32.of(1)).address());
  static final Domain VERIFIER =
      Domain.of("Flashback", "1", 31337, PrivateKey.of(Bytes32.of(2)).address());
  static final Messages MESSAGES = Messages.of(31337, PrivateKey.of(Bytes32.of(1)).address());

  @TempDir Path disk;

  final FakeChain chain = new FakeChain();
  final PrivateKey sessionKey = PrivateKey.of(Bytes32.of(55));
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_000_000));
  final AtomicInteger cosigned = new AtomicInteger();
  final HttpClient http = HttpClient.newHttpClient();
  PieceStore store;
  StandingFile standing;
  HttpServer server;

  @BeforeEach
  void start() throws IOException {
    store = PieceStore.open(disk, 1 << 30, 0);
    standing = new StandingFile(disk, now::get);
    var config =
        new NodeConfig(
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1"),
            PROVIDER,
            List.of(new DiskFolder(disk, 1 << 30)),
            0,
            new Region("eu-de"),
            StorageClass.FAST,
            1,
            BigInteger.TEN,
            BigInteger.ONE.shiftLeft(30),
            60,
            window(),
            BigInteger.ONE,
            Optional.empty(),
            URI.create("http://127.0.0.1"),
            Duration.ofDays(7),
            Optional.empty());
    var api =
        new NodeApi(
            config,
            store,
            new Bills(store, id -> chain.egressPerGib(id).orElseGet(config::egressGib), window()),
            chain,
            new NodeApi.Domains(MESSAGES, VERIFIER, ORCHESTRATOR),
            NODE_KEY,
            standing,
            new SecureRandom(),
            now::get,
            cosigned::incrementAndGet);
    server = HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), api);
    chain.grants.put(
        sessionKey.address(), Rights.READ | Rights.WRITE | Rights.REVISION | Rights.VOUCHER);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    store.close();
    http.close();
  }

  /// Bytes that may be unpaid.
  long window() {
    return WINDOW;
  }

  static Bytes32 id(long number) {
    return Bytes32.of(number + 1);
  }

  static byte[] content(long number, int bytes) {
    var content = new byte[bytes];
    new Random(number).nextBytes(content);
    return content;
  }

  String open() throws Exception {
    var opened = openBy(sessionKey, sessionKey, AGREEMENT);
    assertThat(opened.statusCode()).isEqualTo(201);
    return "Bearer " + json(opened).get("token").asText();
  }

  HttpResponse<byte[]> openBy(PrivateKey key, PrivateKey signer, AgreementId agreement)
      throws Exception {
    long expiry = now.get().getEpochSecond() + 7200;
    var claim = MESSAGES.session(agreement, key.address(), PROVIDER, expiry);
    var body =
        Map.of(
            "agreementId", agreement.toString(),
            "key", key.address().toString(),
            "expiry", Long.toString(expiry),
            "signature", signer.sign(claim).toString());
    return send(
        request("/v1/sessions").POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  HttpResponse<byte[]> put(String token, long number, byte[] content) throws Exception {
    return send(
        piece(number).PUT(BodyPublishers.ofByteArray(content)).header("Authorization", token));
  }

  HttpResponse<byte[]> get(String token, long number, String range) throws Exception {
    return send(piece(number).GET().header("Authorization", token).header("Range", range));
  }

  HttpResponse<byte[]> pay(String token, PrivateKey signer, long cumulative, long served)
      throws Exception {
    var voucher = new Voucher(AGREEMENT, BigInteger.valueOf(cumulative), served);
    return post(
        token,
        "/vouchers",
        Map.of(
            "cumulative", Long.toString(cumulative),
            "servedBytes", Long.toString(served),
            "signature", signer.sign(voucher.typedData(ORCHESTRATOR)).toString()));
  }

  HttpResponse<byte[]> revise(String token, Revision revision, PrivateKey signer) throws Exception {
    return revise(token, revision, signer, Map.of());
  }

  HttpResponse<byte[]> revise(
      String token, Revision revision, PrivateKey signer, Map<String, String> more)
      throws Exception {
    var body = new HashMap<>(more);
    body.put("sequence", Long.toString(revision.sequence()));
    body.put("root", revision.root().toString());
    body.put("leaves", Long.toString(revision.leaves()));
    body.put("treeHash", Integer.toString(revision.treeHash().code()));
    body.put("signature", signer.sign(revision.typedData(VERIFIER)).toString());
    return post(token, "/revisions", body);
  }

  /// The nonce of every probe.
  static final Bytes32 NONCE = Bytes32.of(0x1234);

  HttpResponse<byte[]> probe(PrivateKey reporter, long index) throws Exception {
    return probe(reporter, index, NONCE.toString());
  }

  HttpResponse<byte[]> probe(PrivateKey reporter, long index, String nonce) throws Exception {
    return probe(reporter, Long.toString(index), nonce);
  }

  HttpResponse<byte[]> probe(PrivateKey reporter, String index, String nonce) throws Exception {
    long expiry = now.get().getEpochSecond() + 60;
    var message = new PersonalMessage("flashback probe " + AGREEMENT + " " + expiry);
    return send(
        path("/leaves/" + index)
            .GET()
            .header(ProbeAnswer.NONCE_HEADER, nonce)
            .header(
                "Authorization",
                "Probe %s:%d:%s"
                    .formatted(reporter.address(), expiry, reporter.sign(message.digest()))));
  }

  HttpResponse<byte[]> post(String token, String path, Map<String, String> body) throws Exception {
    return send(
        path(path)
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .header("Authorization", token));
  }

  HttpRequest.Builder piece(long number) {
    return path("/pieces/" + id(number).toString().substring(2));
  }

  HttpRequest.Builder path(String path) {
    return request("/v1/agreements/" + AGREEMENT + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return JSON.readTree(response.body());
  }
}
