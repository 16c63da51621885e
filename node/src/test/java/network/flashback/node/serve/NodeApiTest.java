package network.flashback.node.serve;

import static network.flashback.node.FakeChain.AGREEMENT;
import static network.flashback.node.FakeChain.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.Standing;
import org.junit.jupiter.api.Test;

/// The node's protocol over a real connection, against a chain that is played.
class NodeApiTest extends ServingNode {
  @Test
  void theNodeSaysWhoItIs() throws Exception {
    var node = json(send(request("/v1/node").GET()));
    assertThat(node.get("providerId").asLong()).isEqualTo(PROVIDER);
    assertThat(node.get("nodeKey").asText()).isEqualTo(NODE_KEY.address().toString());
    assertThat(node.get("class").asText()).isEqualTo("FAST");
  }

  @Test
  void aPieceComesBackWithAReceiptThatTheNodeKeySigned() throws Exception {
    var token = open();
    var response = put(token, 1, content(1, 70_000));
    assertThat(response.statusCode()).isEqualTo(201);
    var receipt = json(response);
    var piece = store.find(AGREEMENT, id(1)).orElseThrow();
    assertThat(Signature.parse(Bytes.fromHex(receipt.get("signature").asText())))
        .matches(
            signed -> signed.isBy(NODE_KEY.address(), MESSAGES.receipt(AGREEMENT, piece).digest()));
    assertThat(get(token, 1, "bytes=100-69999").body())
        .isEqualTo(Arrays.copyOfRange(content(1, 70_000), 100, 70_000));
    var again = put(token, 1, content(1, 70_000));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(response.body());
    assertThat(put(token, 1, content(2, 70_000)).statusCode()).isEqualTo(409);
  }

  @Test
  void aNodeInMaintenanceRefusesWritesWithItsReasonAndServesReads() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    var until = now.get().plusSeconds(60);
    standing.write(new Standing.Maintenance(until, "a new disk"));
    var refused = put(token, 2, content(2, 1000));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(json(refused).get("detail").asText()).contains("a new disk", until.toString());
    assertThat(get(token, 1, "bytes=0-999").statusCode()).isEqualTo(206);
    now.set(until);
    assertThat(put(token, 2, content(2, 1000)).statusCode()).as("it ends by itself").isEqualTo(201);
    standing.write(new Standing.Draining(until, 0));
    assertThat(put(token, 3, content(3, 1000)).statusCode())
        .as("what is agreed is served to its end")
        .isEqualTo(201);
  }

  @Test
  void rangesAnswerWhatTheyName() throws Exception {
    var token = open();
    var all = content(1, 1000);
    put(token, 1, all);
    var middle = get(token, 1, "bytes=10-19");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.headers().firstValue("Content-Range")).contains("bytes 10-19/1000");
    assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(all, 10, 20));
    assertThat(get(token, 1, "bytes=990-").body()).isEqualTo(Arrays.copyOfRange(all, 990, 1000));
    assertThat(get(token, 1, "bytes=-10").body()).isEqualTo(Arrays.copyOfRange(all, 990, 1000));
    assertThat(get(token, 1, "bytes=0-9999").body()).isEqualTo(all);
    assertThat(get(token, 1, "bytes=1000-").statusCode()).isEqualTo(416);
    assertThat(get(token, 1, "bytes=5-4").statusCode()).isEqualTo(416);
    assertThat(get(token, 1, "bytes=a-b").statusCode()).isEqualTo(400);
    var head =
        send(piece(1).method("HEAD", BodyPublishers.noBody()).header("Authorization", token));
    assertThat(head.headers().firstValue("Content-Length")).contains("1000");
    assertThat(get(token, 2, "bytes=0-1").statusCode()).isEqualTo(404);
  }

  @Test
  void servingStopsWhenTheWindowIsUsedUpAndGoesOnWhenItIsPaid() throws Exception {
    var token = open();
    put(token, 1, content(1, (int) WINDOW));
    assertThat(get(token, 1, "bytes=0-" + (WINDOW - 2)).statusCode()).isEqualTo(206);
    assertThat(get(token, 1, "bytes=0-1").statusCode()).isEqualTo(402);
    var refused = json(get(token, 1, "bytes=0-99"));
    assertThat(refused.get("owedBytes").asText()).isEqualTo(Long.toString(WINDOW - 1));
    // One unit a byte here.
    assertThat(refused.get("cumulative").asText()).isEqualTo("99");
    assertThat(pay(token, sessionKey, 99, WINDOW - 1).statusCode()).isEqualTo(200);
    assertThat(get(token, 1, "bytes=0-99").statusCode()).isEqualTo(206);
    assertThat(get(token, 1, "bytes=0-0").statusCode()).isEqualTo(402);
    var usage = json(send(path("/usage").GET().header("Authorization", token)));
    assertThat(usage.get("servedBytes").asText()).isEqualTo(Long.toString(WINDOW + 99));
    assertThat(usage.get("paidBytes").asText()).isEqualTo("99");
  }

  @Test
  void aReadThatFindsTheWindowFullWaitsForTheVoucherThatIsUnderWay() throws Exception {
    var token = open();
    put(token, 1, content(1, (int) WINDOW));
    assertThat(get(token, 1, "bytes=0-" + (WINDOW - 1)).statusCode()).isEqualTo(206);
    var second =
        http.sendAsync(
            piece(1).GET().header("Authorization", token).header("Range", "bytes=0-9").build(),
            BodyHandlers.discarding());
    var usage = json(send(path("/usage").GET().header("Authorization", token)));
    assertThat(usage.get("servedBytes").asText()).isEqualTo(Long.toString(WINDOW));
    assertThat(pay(token, sessionKey, WINDOW, WINDOW).statusCode()).isEqualTo(200);
    assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(206);
  }

  @Test
  void aReadLargerThanTheWindowFlowsAsVouchersCome() throws Exception {
    var token = open();
    var all = content(1, 1 << 20);
    chain.capacityBytes = 4 << 20;
    now.set(now.get().plusSeconds(5));
    assertThat(put(token, 1, all).statusCode()).isEqualTo(201);
    var response =
        http.send(
            piece(1).GET().header("Authorization", token).build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      for (int got = 0; got < all.length; got += 32 << 10) {
        assertThat(body.readNBytes(32 << 10))
            .isEqualTo(Arrays.copyOfRange(all, got, got + (32 << 10)));
        assertThat(
                pay(token, sessionKey, Math.min(1_000_000, got + (32 << 10)), got + (32 << 10))
                    .statusCode())
            .isEqualTo(200);
      }
      assertThat(body.read()).isNegative();
    }
  }

  @Test
  void onlyVouchersThatCanBeClaimedAreTaken() throws Exception {
    var token = open();
    assertThat(pay(token, PrivateKey.of(Bytes32.of(66)), 10, 10).statusCode()).isEqualTo(403);
    chain.voucherCap = BigInteger.valueOf(500);
    assertThat(pay(token, sessionKey, 501, 10).statusCode()).isEqualTo(422);
    assertThat(pay(token, chain.consumer, 501, 10).statusCode()).isEqualTo(200);
    assertThat(pay(token, chain.consumer, 1_000_001, 10).statusCode()).isEqualTo(422);
    assertThat(json(pay(token, sessionKey, 100, 10)).get("accepted").asText()).isEqualTo("501");
    assertThat(store.voucher(AGREEMENT).orElseThrow().cumulative()).isEqualTo(501);
  }

  @Test
  void anAgreementTakesNoMoreThanItsCapacity() throws Exception {
    chain.capacityBytes = 1000;
    var token = open();
    var full = put(token, 1, content(1, 1000));
    assertThat(full.statusCode()).isEqualTo(507);
    assertThat(json(full).get("remedy").asText()).isNotEmpty();
    assertThat(put(token, 1, content(1, 768)).statusCode()).isEqualTo(201);
  }

  @Test
  void aRevisionOfWhatIsKeptIsSignedAndAnyOtherAnswersWhatIsKept() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    var unit = store.summary(AGREEMENT);
    var revision = new Revision(AGREEMENT, unit.root(), unit.leaves(), 1, TreeHash.STANDARD);
    var response = revise(token, revision, sessionKey);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Signature.parse(Bytes.fromHex(json(response).get("signature").asText())))
        .matches(by -> by.isBy(NODE_KEY.address(), revision.typedData(VERIFIER).digest()));
    assertThat(cosigned).hasValue(1);

    var wrong =
        revise(token, new Revision(AGREEMENT, Bytes32.of(5), 4, 2, TreeHash.STANDARD), sessionKey);
    assertThat(wrong.statusCode()).isEqualTo(409);
    assertThat(json(wrong).get("root").asText()).isEqualTo(unit.root().toString());
    assertThat(json(wrong).get("leaves").asText()).isEqualTo("4");
    var otherKind =
        revise(
            token,
            new Revision(AGREEMENT, unit.root(), unit.leaves(), 2, TreeHash.KECCAK256),
            sessionKey);
    assertThat(otherKind.statusCode()).isEqualTo(400);
    assertThat(json(otherKind).get("field").asText()).isEqualTo("treeHash");
    assertThat(json(otherKind).get("detail").asText()).contains("hashed by 1 since its first");
    var stranger =
        revise(
            token,
            new Revision(AGREEMENT, unit.root(), 4, 2, TreeHash.STANDARD),
            PrivateKey.of(Bytes32.of(66)));
    assertThat(stranger.statusCode()).isEqualTo(403);
  }

  @Test
  void whatStoodAtAMarkIsListedAndSignedWhileMoreComesAndGoes() throws Exception {
    var token = open();
    put(token, 1, content(1, 300));
    var mark = json(post(token, "/mark", Map.of()));
    var version = Map.of("version", mark.get("version").asText());
    put(token, 2, content(2, 300));
    send(piece(1).DELETE().header("Authorization", token));
    var then =
        new Revision(
            AGREEMENT,
            Bytes32.fromHex(mark.get("root").asText()),
            mark.get("leaves").asLong(),
            1,
            TreeHash.STANDARD);
    var at = "/slots?version=" + mark.get("version").asText();
    var slots = json(send(path(at).GET().header("Authorization", token)));
    assertThat(slots).hasSize(1);
    assertThat(slots.get(0).get("pieceId").asText()).isEqualTo(id(1).toString());
    assertThat(revise(token, then, sessionKey, version).statusCode()).isEqualTo(200);

    post(token, "/mark", Map.of());
    var ended = send(path(at).GET().header("Authorization", token));
    assertThat(ended.statusCode()).isEqualTo(409);
    assertThat(json(ended).get("detail").asText()).contains("no longer kept in sight");
    var late = new Revision(AGREEMENT, then.root(), then.leaves(), 2, TreeHash.STANDARD);
    assertThat(revise(token, late, sessionKey, version).statusCode()).isEqualTo(409);
  }

  @Test
  void slotsShowWhatStandsWhere() throws Exception {
    var token = open();
    for (int i = 0; i < 3; i++) {
      put(token, i, content(i, 300));
    }
    send(piece(1).DELETE().header("Authorization", token));
    var slots = json(send(path("/slots?from=1&limit=10").GET().header("Authorization", token)));
    assertThat(slots).hasSize(1);
    assertThat(slots.get(0).get("slot").asInt()).isEqualTo(2);
    assertThat(slots.get(0).get("pieceId").asText()).isEqualTo(id(2).toString());
  }

  @Test
  void aSessionNeedsItsKeysOwnSignatureAndAGrant() throws Exception {
    var stranger = PrivateKey.of(Bytes32.of(66));
    assertThat(openBy(stranger, stranger, AGREEMENT).statusCode()).isEqualTo(403);
    assertThat(openBy(sessionKey, stranger, AGREEMENT).statusCode()).isEqualTo(403);
    var elsewhere = new AgreementId(BigInteger.valueOf(8).shiftLeft(64));
    assertThat(openBy(sessionKey, sessionKey, elsewhere).statusCode()).isEqualTo(403);
    assertThat(openBy(chain.consumer, chain.consumer, AGREEMENT).statusCode()).isEqualTo(201);
    chain.state = AgreementState.CLOSED;
    assertThat(openBy(chain.consumer, chain.consumer, AGREEMENT).statusCode()).isEqualTo(403);
    assertThat(get("Bearer " + "00".repeat(32), 1, "bytes=0-1").statusCode()).isEqualTo(401);
    assertThat(get("", 1, "bytes=0-1").statusCode()).isEqualTo(401);
  }

  @Test
  void aRevokedKeyIsOutWithinFiveSeconds() throws Exception {
    var token = open();
    assertThat(put(token, 1, content(1, 10)).statusCode()).isEqualTo(201);
    chain.grants.put(sessionKey.address(), Rights.READ);
    now.set(now.get().plusSeconds(4));
    assertThat(put(token, 2, content(2, 10)).statusCode()).isEqualTo(403);
    assertThat(get(token, 1, "bytes=0-1").statusCode()).isEqualTo(206);
  }

  @Test
  void readsSurviveASilentChainAndNewSessionsDoNot() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    chain.silent = true;
    now.set(now.get().plusSeconds(60));
    assertThat(get(token, 1, "bytes=0-9").statusCode()).isEqualTo(206);
    assertThat(openBy(sessionKey, sessionKey, AGREEMENT).statusCode()).isEqualTo(503);
    now.set(now.get().plusSeconds(1200));
    assertThat(get(token, 1, "bytes=0-9").statusCode()).isEqualTo(503);
  }

  @Test
  void aReporterGetsLeavesWithTheirProofAndAStrangerDoesNot() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    var unit = store.summary(AGREEMENT);
    var reporter = PrivateKey.of(Bytes32.of(90));
    assertThat(probe(reporter, 0).statusCode()).isEqualTo(403);
    chain.reporters.add(reporter.address());
    now.set(now.get().plusSeconds(2));
    assertThat(probe(reporter, 0).statusCode()).isEqualTo(404);
    revise(
        token,
        new Revision(AGREEMENT, unit.root(), unit.leaves(), 3, TreeHash.STANDARD),
        sessionKey);
    chain.commit(AGREEMENT, store.newestRevision(AGREEMENT).orElseThrow());
    now.set(now.get().plusSeconds(2));
    var leaf = json(probe(reporter, 2));
    assertThat(Bytes.fromHex(leaf.get("leaf").asText()).toArray())
        .isEqualTo(Arrays.copyOfRange(content(1, 1000), 512, 768));
    assertThat(leaf.get("sequence").asText()).isEqualTo("3");
    assertThat(leaf.get("piecePath")).hasSize(2);
    assertThat(probe(reporter, 4).statusCode()).isEqualTo(416);
    requireSigned(leaf, 2, 3, reporter.address());
    assertThat(json(probe(reporter, 2, "17")).get("field").asText()).isEqualTo("Probe-Nonce");
    // Who reads as a consumer is no witness.
    assertThat(json(send(path("/leaves/2").GET().header("Authorization", token))).has("signature"))
        .isFalse();
  }

  private void requireSigned(JsonNode leaf, long index, long sequence, Address reporter) {
    var bytes = Bytes.fromHex(leaf.get("leaf").asText());
    long at = leaf.get("at").asLong();
    var signature = Signature.parse(Bytes.fromHex(leaf.get("signature").asText()));
    var shown = new ProbeAnswer(AGREEMENT, index, sequence, bytes.keccak256(), reporter, NONCE, at);
    assertThat(at).isEqualTo(now.get().getEpochSecond());
    assertThat(shown.isBy(NODE_KEY.address(), signature)).isTrue();
    var other = new ProbeAnswer(AGREEMENT, index, sequence, NONCE, reporter, NONCE, at);
    assertThat(other.isBy(NODE_KEY.address(), signature)).isFalse();
  }

  @Test
  void rottenBytesAreNeverHandedOutAsWhole() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    put(token, 2, content(2, 100_000));
    rot(1);
    rot(2);
    var lost = get(token, 1, "bytes=0-999");
    assertThat(lost.statusCode()).isEqualTo(410);
    assertThat(json(lost).get("remedy").asText()).contains("Repair");
    // A long one is found damaged under way: the stream breaks off before its end.
    assertThatThrownBy(() -> get(token, 2, "bytes=0-99999")).isInstanceOf(IOException.class);
    assertThat(store.lostPieces()).isGreaterThanOrEqualTo(2);
  }

  private void rot(long number) throws IOException {
    long at = store.find(AGREEMENT, id(number)).orElseThrow().location().offset() + 500;
    try (var files = Files.list(disk.resolve("volumes"));
        var file = new RandomAccessFile(files.findFirst().orElseThrow().toFile(), "rw")) {
      file.seek(at);
      int sound = file.read();
      file.seek(at);
      file.write(sound ^ 1);
    }
  }

  @Test
  void badInputNamesTheField() throws Exception {
    var token = open();
    assertThat(json(post(token, "/vouchers", Map.of("cumulative", "-1"))).get("field").asText())
        .isEqualTo("cumulative");
    assertThat(post(token, "/vouchers", Map.of("x", "y".repeat(20_000))).statusCode())
        .isEqualTo(413);
    var noJson =
        path("/vouchers").POST(BodyPublishers.ofString("[")).header("Authorization", token);
    assertThat(send(noJson).statusCode()).isEqualTo(400);
    assertThat(send(request("/v1/agreements/x/usage").GET()).statusCode()).isEqualTo(400);
    assertThat(send(request("/v1/nothing").GET()).statusCode()).isEqualTo(404);
    var damaged =
        piece(1)
            .PUT(BodyPublishers.ofByteArray(content(1, 10)))
            .header("Authorization", token)
            .header("Flashback-Piece-Root", Bytes32.of(3).toString());
    assertThat(send(damaged).statusCode()).isEqualTo(422);
    var chunked =
        piece(1)
            .PUT(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(content(1, 10))))
            .header("Authorization", token);
    assertThat(send(chunked).statusCode()).isEqualTo(411);
  }
}
