package network.flashback.settlement.reporter;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import network.flashback.chain.contract.PossessionTerms;
import network.flashback.evm.Bytes32;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.http.Router;

/// A node with one unit of random pieces, which serves its leaves over HTTP: honest, lying or
/// silent.
public final class FakeNode implements AutoCloseable {
  /// How it answers.
  public enum Mood {
    HONEST,
    LYING,
    GARBAGE,
    BROKEN
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FakeUnit unit;
  private final HttpServer server;
  private volatile Mood mood = Mood.HONEST;

  public FakeNode(Random random, int... pieceBytes) throws IOException {
    unit = new FakeUnit(random, pieceBytes);
    server =
        HttpServer.start(
            HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()),
            Router.builder()
                .get(
                    "/v1/agreements/{id}/leaves/{index}",
                    (request, p) -> answer(Long.parseLong(p.text("index"))))
                .build());
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
    return node.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private HttpResponse answer(long index) throws IOException {
    return switch (mood) {
      case HONEST -> HttpResponse.bytes(200, json(index));
      case LYING -> HttpResponse.bytes(200, json((index + 1) % leaves()));
      case GARBAGE -> {
        byte[] garbage = new byte[1 << 20];
        Arrays.fill(garbage, (byte) '[');
        yield HttpResponse.bytes(200, garbage);
      }
      case BROKEN -> HttpResponse.empty(500);
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
