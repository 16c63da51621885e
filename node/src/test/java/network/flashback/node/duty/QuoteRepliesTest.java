package network.flashback.node.duty;

import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.domain.storage.Region;
import network.flashback.domain.storage.StorageClass;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.eip712.Domain;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.http.HttpServer;
import network.flashback.http.HttpServerConfig;
import network.flashback.node.AnswerLimits;
import network.flashback.node.FakeChain;
import network.flashback.node.NodeConfig;
import network.flashback.node.StandingFile;
import network.flashback.node.store.DiskFolder;
import network.flashback.node.store.Disks;
import network.flashback.node.store.Pieces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node answers to requests for quotes by itself, and what it leaves alone.
class QuoteRepliesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MEBIBYTE = 1 << 20;
  private static final long START = 1_000_000;
  private static final PrivateKey KEY = PrivateKey.of(Bytes32.of(42));

  @TempDir Path disk;

  private final FakeChain chain = new FakeChain();
  private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
  private final List<JsonNode> offers = Collections.synchronizedList(new ArrayList<>());
  private volatile String requests = "";
  private volatile int status = 201;
  private HttpServer market;
  private HttpClient http;
  private Pieces store;

  @BeforeEach
  void start() throws IOException {
    market =
        HttpServer.start(HttpServerConfig.on("127.0.0.1", 0, InstantSource.system()), this::serve);
    http = HttpClient.newHttpClient();
    store = Disks.open(List.of(new DiskFolder(disk, 100 * MEBIBYTE)), 0);
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    http.close();
    market.close();
  }

  @Test
  void aRequestWithinTheLimitsIsAnsweredOnceWithTheOperatorsPriceAndOneLegsBytes()
      throws Exception {
    requests = request(1, 8 * MEBIBYTE, "FAST", "\"eu-de\"");
    var replies = replies(new AnswerLimits(10 * MEBIBYTE, BigInteger.valueOf(7_300)));
    replies.run(START);
    replies.run(START + 1);

    assertThat(answered).containsExactly("/v1/quote-requests/" + Bytes32.of(1) + "/answers");
    var offer = offers.getFirst().path("offer");
    assertThat(offer.path("capacityBytes").asLong()).isEqualTo(8 * MEBIBYTE);
    assertThat(offer.path("expiry").asLong()).isGreaterThan(START);
    assertThat(new BigInteger(offer.path("ratePerGib").asText())).isPositive();
  }

  @Test
  void whatIsLargerThanTheLimitElsewhereOrOfAnotherClassIsLeftAlone() throws Exception {
    requests =
        String.join(
            ",",
            request(1, 10 * MEBIBYTE + 1, "FAST", ""),
            request(2, 8 * MEBIBYTE, "ARCHIVE", ""),
            request(3, 8 * MEBIBYTE, "FAST", "\"eu-fr\""),
            request(4, 10 * MEBIBYTE, "FAST", ""));
    replies(new AnswerLimits(10 * MEBIBYTE, BigInteger.TEN)).run(START);

    assertThat(answered).containsExactly("/v1/quote-requests/" + Bytes32.of(4) + "/answers");
  }

  @Test
  void withoutLimitsOrWithoutRoomNothingIsAnswered() throws Exception {
    requests = request(1, 8 * MEBIBYTE, "FAST", "");
    replies(AnswerLimits.NONE).run(START);
    chain.uncommittedBytes = 95 * MEBIBYTE;
    replies(new AnswerLimits(10 * MEBIBYTE, BigInteger.TEN)).run(START);

    assertThat(answered).isEmpty();
  }

  @Test
  void aMarketThatFailsIsAskedAgain() throws Exception {
    requests = request(1, 8 * MEBIBYTE, "FAST", "");
    status = 503;
    var replies = replies(new AnswerLimits(10 * MEBIBYTE, BigInteger.TEN));
    assertThatThrownBy(() -> replies.run(START)).isInstanceOf(IOException.class);
    status = 201;
    replies.run(START);

    assertThat(answered).hasSize(2);
  }

  private HttpResponse serve(HttpRequest request) throws IOException {
    if (request.method().equals("GET")) {
      return HttpResponse.text(200, "application/json", "{\"requests\":[" + requests + "]}");
    }
    answered.add(request.rawPath());
    offers.add(JSON.readTree(request.readBody(10_000)));
    return HttpResponse.text(status, "application/json", "{}");
  }

  private static String request(long id, long legBytes, String storageClass, String regions) {
    return """
    {"id":"%s","legBytes":"%d","request":{"expiresAt":%d,"wishes":{"market":1,"class":"%s",
    "durationSeconds":3600,"regions":[%s]}}}"""
        .formatted(Bytes32.of(id), legBytes, START + 600, storageClass, regions);
  }

  private QuoteReplies replies(AnswerLimits limits) {
    var config =
        new NodeConfig(
            "127.0.0.1",
            0,
            URI.create("http://127.0.0.1"),
            PROVIDER,
            List.of(new DiskFolder(disk, 100 * MEBIBYTE)),
            0,
            new Region("eu-de"),
            StorageClass.FAST,
            1,
            BigInteger.TEN,
            BigInteger.ONE,
            60,
            NodeConfig.WINDOW_BYTES,
            BigInteger.ONE,
            Optional.of(URI.create("http://127.0.0.1:" + market.port())),
            URI.create("http://127.0.0.1"),
            NodeConfig.KEEP_CLOSED,
            Optional.empty(),
            QualityPromise.USUAL,
            limits,
            Optional.empty(),
            Optional.empty());
    var standing = new StandingFile(config.folders(), () -> Instant.ofEpochSecond(START));
    var desk =
        new OfferDesk(
            config,
            chain,
            store,
            KEY,
            Domain.of("Flashback", "1", 31337, KEY.address()),
            new SecureRandom(),
            http,
            standing);
    return new QuoteReplies(config, chain, desk, http, standing);
  }
}
