package network.flashback.node.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static network.flashback.node.FakeChain.AGREEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is on the bill of a reader that leaves half way.
class GivenUpReadTest extends ServingNode {
  private static final int PIECE_BYTES = 64 << 20;
  private static final int RECEIVE_BUFFER_BYTES = 16 << 10;

  /// More than all buffers between node and reader hold, far less than the piece.
  private static final long BUFFERS_BYTES = 24 << 20;

  @Override
  long window() {
    return 1 << 30;
  }

  /// A part goes from the file, a whole piece through the program.
  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void whatWasNotSentIsGivenBack(int first) throws Exception {
    var token = opened();
    leaveAfter(1000, token, first);
    long served = awaitServedBelow(token, BUFFERS_BYTES);
    assertThat(served).as("what came is on the bill").isGreaterThanOrEqualTo(1000);
    for (int i = 0; i < 5; i++) {
      leaveAfter(1000, token, first);
    }
    assertThat(awaitServedBelow(token, 6 * BUFFERS_BYTES)).isGreaterThan(served);
  }

  @Test
  void whatWasSentStaysOnTheBill() throws Exception {
    var token = opened();
    assertThat(get(token, 1, "bytes=1-" + (PIECE_BYTES - 1)).body()).hasSize(PIECE_BYTES - 1);
    assertThat(served(token)).isEqualTo(PIECE_BYTES - 1);
  }

  private String opened() throws Exception {
    store.put(
        AGREEMENT,
        1L << 30,
        id(1),
        PIECE_BYTES,
        new ByteArrayInputStream(new byte[PIECE_BYTES]),
        Optional.empty());
    return open();
  }

  private void leaveAfter(int bytes, String token, int first) throws Exception {
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      var asked =
          "GET %s HTTP/1.1\r\nHost: h\r\nAuthorization: %s\r\nRange: bytes=%d-%d\r\n\r\n"
              .formatted(piece(1).build().uri().getPath(), token, first, PIECE_BYTES - 1);
      socket.getOutputStream().write(asked.getBytes(US_ASCII));
      assertThat(socket.getInputStream().readNBytes(bytes))
          .startsWith("HTTP/1.1 206".getBytes(US_ASCII));
      socket.setSoLinger(true, 0);
    }
  }

  private long awaitServedBelow(String token, long most) throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    long served = served(token);
    while (served >= most) {
      assertThat(System.nanoTime()).as("%d bytes are on the bill", served).isLessThan(deadline);
      served = served(token);
    }
    return served;
  }

  private long served(String token) throws Exception {
    var usage = send(path("/usage").GET().header("Authorization", token));
    return json(usage).get("servedBytes").asLong();
  }
}
