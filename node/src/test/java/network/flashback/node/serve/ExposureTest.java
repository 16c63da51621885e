package network.flashback.node.serve;

import static network.flashback.node.FakeChain.AGREEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import org.junit.jupiter.api.Test;

/// What a consumer who cheats gets from an honest node for nothing: one window an agreement,
/// however many keys and sessions it has. One byte costs one unit here.
class ExposureTest extends ServingNode {
  private static final int RANGE = 16 << 10;
  private static final int SESSIONS = 8;

  @Test
  void whoNeverSignsGetsOneWindowThroughHoweverManySessions() throws Exception {
    put(open(), 1, content(1, (int) WINDOW));
    var tokens = sessions();

    assertThat(readUntilRefused(tokens)).isEqualTo(WINDOW);
    assertThat(readUntilRefused(tokens)).as("asking again").isZero();
    assertThat(readUntilRefused(sessions())).as("with new keys and sessions").isZero();
  }

  @Test
  void whoSignsForLessThanItGotIsAWindowAheadAtMost() throws Exception {
    var token = open();
    put(token, 1, content(1, (int) WINDOW));
    long got = 0;
    long promised = 0;
    for (int round = 0; round < 4; round++) {
      got += readUntilRefused(sessions());
      assertThat(got - promised).as("round " + round).isEqualTo(WINDOW);
      promised += WINDOW / 4;
      assertThat(pay(token, sessionKey, promised, got).statusCode()).isEqualTo(200);
    }
    // It may say that it got whatever it likes: what it promises counts.
    assertThat(pay(token, sessionKey, promised, got * 100).statusCode()).isEqualTo(200);
    assertThat(readUntilRefused(sessions())).isZero();
  }

  @Test
  void aVoucherThatIsShownAgainOrALowerOneBuysNothing() throws Exception {
    var token = open();
    put(token, 1, content(1, (int) WINDOW));
    assertThat(readUntilRefused(List.of(token))).isEqualTo(WINDOW);
    assertThat(pay(token, sessionKey, WINDOW / 2, WINDOW).statusCode()).isEqualTo(200);
    assertThat(readUntilRefused(List.of(token))).isEqualTo(WINDOW / 2);
    for (int again = 0; again < 3; again++) {
      assertThat(pay(token, sessionKey, WINDOW / 2, WINDOW).statusCode()).isEqualTo(200);
      assertThat(pay(token, sessionKey, WINDOW / 4, WINDOW).statusCode()).isEqualTo(200);
    }
    assertThat(readUntilRefused(sessions())).isZero();
  }

  @Test
  void aReadCostsWhatTheSignedOfferSaysWhateverTheNodeAsksToday() throws Exception {
    chain.egressPerGib = Optional.of(BigInteger.TWO.shiftLeft(30));
    var token = open();
    put(token, 1, content(1, (int) WINDOW));
    assertThat(readUntilRefused(List.of(token))).isEqualTo(WINDOW);
    assertThat(pay(token, sessionKey, WINDOW, WINDOW).statusCode()).isEqualTo(200);
    assertThat(readUntilRefused(List.of(token))).as("two units a byte").isEqualTo(WINDOW / 2);
    chain.egressPerGib = Optional.of(BigInteger.ZERO);
    assertThat(readUntilRefused(sessions())).as("its price stays").isZero();
  }

  @Test
  void whatTheNodeCannotServeAfterAllIsNotOnTheBill() throws Exception {
    var token = open();
    put(token, 1, content(1, 1000));
    ruin();
    for (int i = 0; i < 200; i++) {
      assertThat(get(token, 1, "bytes=0-999").statusCode()).isEqualTo(410);
    }
    var usage = json(send(path("/usage").GET().header("Authorization", token)));
    assertThat(usage.get("servedBytes").asText()).isEqualTo("0");
  }

  private List<String> sessions() throws Exception {
    var tokens = new ArrayList<String>();
    for (int i = 0; i < SESSIONS; i++) {
      var key = PrivateKey.of(Bytes32.of(500 + i));
      chain.grants.put(key.address(), Rights.READ);
      var opened = openBy(key, key, AGREEMENT);
      assertThat(opened.statusCode()).isEqualTo(201);
      tokens.add("Bearer " + json(opened).get("token").asText());
    }
    return tokens;
  }

  /// All sessions at once read until each has been refused.
  ///
  /// @return bytes that came
  private long readUntilRefused(List<String> tokens) throws Exception {
    var readers = new ArrayList<Callable<Long>>();
    for (var token : tokens) {
      readers.add(
          () -> {
            long got = 0;
            for (int at = 0; ; at = (at + RANGE) % (int) WINDOW) {
              var answer = get(token, 1, "bytes=" + at + "-" + (at + RANGE - 1));
              if (answer.statusCode() == 402) {
                return got;
              }
              assertThat(answer.statusCode()).isEqualTo(206);
              got += answer.body().length;
            }
          });
    }
    long got = 0;
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var reader : all.invokeAll(readers)) {
        got += reader.get();
      }
    }
    return got;
  }

  private void ruin() throws Exception {
    var piece = store.find(AGREEMENT, id(1)).orElseThrow();
    var volume = disk.resolve("volumes/%016x".formatted(piece.location().file()));
    try (var file = new RandomAccessFile(volume.toFile(), "rw")) {
      file.seek(piece.location().offset());
      file.write(new byte[16]);
    }
  }
}
