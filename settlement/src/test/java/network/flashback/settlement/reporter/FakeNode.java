package network.flashback.settlement.reporter;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.RunAnswer;
import network.flashback.chain.contract.WriteAnswer;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.evm.possession.TreeShape;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Router;
import network.flashback.settlement.quality.WrittenBytes;

/// A node with one unit of random pieces, which serves its leaves over HTTP: honest, lying or
/// silent.
public final class FakeNode implements AutoCloseable {
  /// How it answers.
  public enum Mood {
    HONEST,
    LYING,
    /// Shows the right leaf and signs nothing of it.
    UNSIGNED,
    /// Answers by a clock that is six minutes slow.
    LATE,
    /// Shows leaves, but does not send runs of them.
    NO_RUNS,
    /// Changes one bit in each run that it sends.
    WRONG_RUNS,
    /// Takes no bytes of reporters.
    NO_WRITES,
    /// Signs other bytes than it was given.
    WRONG_WRITES,
    GARBAGE,
    BROKEN
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeUnit unit;
  private final Wallet key;
  private final InstantSource clock;
  private final HttpServer server;
  private volatile Mood mood = Mood.HONEST;
  private volatile Optional<QualityPromise> promise = Optional.empty();

  /// @param key signs what it answers
  public FakeNode(Random random, Wallet key, InstantSource clock, int... pieceBytes)
      throws IOException {
    this.key = key;
    this.clock = clock;
    unit = new FakeUnit(random, pieceBytes);
    server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            Router.builder()
                .get(
                    "/v1/agreements/{id}/leaves/{index}",
                    (request, p) ->
                        answer(
                            request,
                            AgreementId.parse(p.text("id")),
                            Long.parseLong(p.text("index"))))
                .get(
                    "/v1/agreements/{id}/leaves/{index}/run",
                    (request, p) ->
                        run(
                            request,
                            AgreementId.parse(p.text("id")),
                            Long.parseLong(p.text("index"))))
                .post(
                    "/v1/agreements/{id}" + WriteAnswer.PATH,
                    (request, p) -> write(request, AgreementId.parse(p.text("id"))))
                .get(QualityPromise.PATH + "{hash}", (request, p) -> promised(p.text("hash")))
                .build());
  }

  /// Shows this promise from now on.
  void promise(QualityPromise made) {
    promise = Optional.of(made);
  }

  private HttpResponse promised(String hash) {
    return promise
        .filter(made -> made.hash().toString().equals(hash))
        .map(made -> HttpResponse.bytes(200, made.document().toArray()))
        .orElseGet(() -> HttpResponse.empty(404));
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  public Bytes32 root() {
    return unit.root();
  }

  public long leaves() {
    return unit.leaves();
  }

  public void be(Mood next) {
    mood = next;
  }

  /// The proof of a leaf, as the contract takes it.
  public PossessionTerms prove(long index) throws IOException {
    return unit.prove(index);
  }

  byte[] json(long index) throws IOException {
    return json(index, new AgreementId(BigInteger.ONE), index, Address.ZERO, Bytes32.ZERO);
  }

  private byte[] json(long index, AgreementId id, long asked, Address reporter, Bytes32 nonce)
      throws IOException {
    PossessionTerms terms = prove(index);
    var node = JSON.createObjectNode();
    node.put("leaf", terms.leaf().toString());
    node.put("pieceLeaves", terms.pieceLeaves());
    node.put("pieceIndex", terms.pieceIndex());
    node.put("unitPathLeft", terms.unitPathLeft().toString());
    node.put("sequence", 1);
    var piecePath = node.putArray("piecePath");
    terms.piecePath().forEach(word -> piecePath.add(word.toString()));
    var unitPath = node.putArray("unitPath");
    terms.unitPath().forEach(word -> unitPath.add(word.toString()));
    var unitPathLeaves = node.putArray("unitPathLeaves");
    terms.unitPathLeaves().forEach(unitPathLeaves::add);
    long at = clock.instant().getEpochSecond() - (mood == Mood.LATE ? 360 : 0);
    var leafHash = mood == Mood.UNSIGNED ? Bytes32.ZERO : terms.leaf().keccak256();
    var shown = new ProbeAnswer(id, asked, 1, leafHash, reporter, nonce, at);
    node.put("at", at);
    node.put("signature", shown.sign(key).toString());
    return node.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private HttpResponse answer(HttpRequest request, AgreementId id, long index) throws IOException {
    var reporter =
        Address.parse(request.header("Authorization").orElseThrow().split("[ :]", -1)[1]);
    var nonce = Bytes32.fromHex(request.header(ProbeAnswer.NONCE_HEADER).orElseThrow());
    return switch (mood) {
      case HONEST, UNSIGNED, LATE, NO_RUNS, WRONG_RUNS, NO_WRITES, WRONG_WRITES ->
          HttpResponse.bytes(200, json(index, id, index, reporter, nonce));
      case LYING ->
          HttpResponse.bytes(200, json((index + 1) % leaves(), id, index, reporter, nonce));
      case GARBAGE -> {
        byte[] garbage = new byte[1 << 20];
        Arrays.fill(garbage, (byte) '[');
        yield HttpResponse.bytes(200, garbage);
      }
      case BROKEN -> HttpResponse.empty(500);
    };
  }

  private HttpResponse run(HttpRequest request, AgreementId id, long index) throws IOException {
    var reporter =
        Address.parse(request.header("Authorization").orElseThrow().split("[ :]", -1)[1]);
    var nonce = Bytes32.fromHex(request.header(ProbeAnswer.NONCE_HEADER).orElseThrow());
    if (mood == Mood.NO_RUNS) {
      return HttpResponse.empty(503);
    }
    byte[] content = unit.run(index);
    if (mood == Mood.WRONG_RUNS) {
      content[content.length - 1] ^= 1;
    }
    long at = clock.instant().getEpochSecond();
    int leaves = content.length / TreeShape.LEAF_BYTES;
    var signed = new RunAnswer(id, index, leaves, 1, reporter, nonce, at).sign(key);
    return HttpResponse.bytes(200, content)
        .header(RunAnswer.SEQUENCE_HEADER, "1")
        .header(RunAnswer.AT_HEADER, Long.toString(at))
        .header(RunAnswer.SIGNATURE_HEADER, signed.toBytes().toString());
  }

  private HttpResponse write(HttpRequest request, AgreementId id) throws IOException {
    var reporter =
        Address.parse(request.header("Authorization").orElseThrow().split("[ :]", -1)[1]);
    var nonce = Bytes32.fromHex(request.header(ProbeAnswer.NONCE_HEADER).orElseThrow());
    if (mood == Mood.NO_WRITES) {
      return HttpResponse.empty(503);
    }
    byte[] content = request.readBody(WriteAnswer.BYTES_MAX);
    if (mood == Mood.WRONG_WRITES) {
      content[content.length - 1] ^= 1;
    }
    long at = clock.instant().getEpochSecond();
    var signed = new WriteAnswer(id, WrittenBytes.hash(content), reporter, nonce, at).sign(key);
    return HttpResponse.empty(204)
        .header(RunAnswer.AT_HEADER, Long.toString(at))
        .header(RunAnswer.SIGNATURE_HEADER, signed.toBytes().toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
