package network.flashback.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import network.flashback.app.client.MarketClient;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void eachCauseIsToldOnceFromTheOutside() {
    var inner = new IOException("the disk is full");
    var outer = new IOException("The offer cannot be written", new IOException("because", inner));

    assertThat(Failure.told(outer))
        .isEqualTo("The offer cannot be written: because: the disk is full");
    assertThat(Failure.told(new IOException("It failed: the disk is full", inner)))
        .isEqualTo("It failed: the disk is full");
  }

  @Test
  void causesWithoutWordsOfTheirOwnAreLeftOut() {
    var cause = new ConnectException();
    cause.initCause(new ClosedChannelException());

    assertThat(Failure.told(new IOException("The platform did not answer.", cause)))
        .isEqualTo("The platform did not answer.");
    assertThat(Failure.told(new UncheckedIOException(new IOException("it is gone"))))
        .isEqualTo("it is gone");
    assertThat(Failure.told(new ClosedChannelException())).isEqualTo("ClosedChannelException");
  }

  @Test
  void aPlatformThatNobodyStartedIsToldWithHowToStartIt() throws Exception {
    int nobodys;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobodys = closed.getLocalPort();
    }
    try (var market = new MarketClient(URI.create("http://127.0.0.1:" + nobodys))) {
      assertThatThrownBy(market::offers)
          .satisfies(
              failure ->
                  assertThat(Failure.told(failure))
                      .startsWith("http://127.0.0.1:" + nobodys + " did not answer GET")
                      .containsOnlyOnce("./flashback status")
                      .contains("./flashback up --background"));
    }
  }

  @Test
  void filesThatCannotBeOpenedAreToldWithWhatToLookAt() {
    assertThat(Failure.told(new NoSuchFileException("offer.json")))
        .isEqualTo("There is no file offer.json. Check its name, and the folder you are in.");
    assertThat(Failure.told(new UncheckedIOException(new AccessDeniedException("key.json"))))
        .isEqualTo("This user may not open key.json. Check whose it is.");
  }
}
