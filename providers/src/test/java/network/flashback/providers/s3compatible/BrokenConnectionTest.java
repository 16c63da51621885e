package network.flashback.providers.s3compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import network.flashback.evm.Bytes32;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.StoredName;
import network.flashback.providers.s3compatible.TinyServer.Fate;
import org.junit.jupiter.api.Test;

/// What a caller sees of connections that end under a request.
class BrokenConnectionTest {
  private static final StoredName NAME = new StoredName(Bytes32.of(new byte[32]));
  private static final List<Integer> SIZES = List.of(1, 20_000, 65_536, 65_537, 700_000, 3_000_000);

  private static S3CompatibleObjectStore open(TinyServer server) throws IOException {
    return S3CompatibleObjectStore.open(
        new S3Bucket(
            server.endpoint(),
            "us-east-1",
            "bucket",
            "",
            true,
            true,
            64 << 20,
            Duration.ofMinutes(1)),
        S3Server.KEY);
  }

  /// Every size has bytes of its own.
  private static byte[] bytes(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aPutOnAConnectionThatIsDeadIsSentOnceMore() throws Exception {
    for (int size : SIZES) {
      try (var server =
              new TinyServer(
                  (method, number) ->
                      method.equals("PUT") && number == 0
                          ? Fate.RESET_AT_ITS_HEAD
                          : Fate.ANSWERED);
          var store = open(server)) {
        var bytes = bytes(size);
        assertThat(store.put(NAME, size, new ByteArrayInputStream(bytes)).bytes()).isEqualTo(size);
        assertThat(server.requests("PUT")).as("%d bytes", size).isEqualTo(2);
        assertThat(store.get(NAME, 0, size).readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void anyOtherRequestOnAConnectionThatIsDeadIsSentOnceMore() throws Exception {
    for (var dying : List.of("HEAD", "GET", "DELETE")) {
      try (var server =
              new TinyServer(
                  (method, number) ->
                      // The first GET lists the bucket.
                      method.equals(dying) && number == (dying.equals("GET") ? 1 : 0)
                          ? Fate.RESET_AT_ITS_HEAD
                          : Fate.ANSWERED);
          var store = open(server)) {
        store.put(NAME, 5, new ByteArrayInputStream(bytes(5)));
        assertThat(store.get(NAME, 0, 5).readAllBytes()).isEqualTo(bytes(5));
        store.delete(NAME);
      }
    }
  }

  @Test
  void aServerThatResetsEveryConnectionIsAskedTwiceAndNoMore() throws Exception {
    try (var server =
            new TinyServer(
                (method, _) -> method.equals("PUT") ? Fate.RESET_AT_ITS_HEAD : Fate.ANSWERED);
        var store = open(server)) {
      assertUnavailable(store, 10);
      assertThat(server.requests("PUT")).isEqualTo(2);
    }
  }

  @Test
  void aPutThatTheServerKeptIsAcknowledgedThoughItsAnswerNeverCame() throws Exception {
    for (int size : SIZES) {
      try (var server =
              new TinyServer(
                  (method, number) ->
                      method.equals("PUT") && number == 0 ? Fate.KEPT_AND_RESET : Fate.ANSWERED);
          var store = open(server)) {
        var sent = new ByteArrayInputStream(bytes(size));
        assertThat(store.put(NAME, size, sent).bytes()).isEqualTo(size);
        assertThat(store.occupancy().objects()).as("%d bytes", size).isEqualTo(1);
        assertThat(store.occupancy().storedBytes()).isEqualTo(size);
      }
    }
  }

  @Test
  void aBodyThatWasBegunAndIsNotHeldIsNotSentAgain() throws Exception {
    try (var server =
            new TinyServer(
                (method, _) -> method.equals("PUT") ? Fate.RESET_IN_ITS_BODY : Fate.ANSWERED);
        var store = open(server)) {
      assertUnavailable(store, 3_000_000);
      assertThat(server.requests("PUT")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatNeverSaysContinueGetsTheBodyAllTheSame() throws Exception {
    try (var server = new TinyServer((_, _) -> Fate.WITHOUT_CONTINUE);
        var store = open(server)) {
      var bytes = bytes(2_000_000);
      store.put(NAME, bytes.length, new ByteArrayInputStream(bytes));
      assertThat(store.get(NAME, 0, bytes.length).readAllBytes()).isEqualTo(bytes);
      assertThat(server.requests("PUT")).isEqualTo(1);
    }
  }

  @Test
  void aListingThatIsCutShortIsUnavailableAndNeverShort() throws Exception {
    for (var cut : List.of(Fate.CUT_IN_ITS_HEAD, Fate.CUT_IN_ITS_ANSWER)) {
      try (var server = new TinyServer((_, _) -> cut)) {
        assertThatThrownBy(() -> open(server))
            .as("%s", cut)
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
      }
    }
  }

  private static void assertUnavailable(S3CompatibleObjectStore store, int size) {
    assertThatThrownBy(() -> store.put(NAME, size, new ByteArrayInputStream(bytes(size))))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
  }
}
