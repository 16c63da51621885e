package network.flashback.node.duty;

import static network.flashback.node.FakeChain.AGREEMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Revision;
import network.flashback.chain.contract.TargetedChallenge;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.evm.possession.TreeHash;
import network.flashback.node.FakeChain;
import network.flashback.node.store.PieceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What consumers ask for beside the audits.
class AnswersTest {
  private static final AgreementId OTHER = new AgreementId(AGREEMENT.value().add(BigInteger.ONE));
  private static final Signature SIGNATURE = PrivateKey.of(Bytes32.of(42)).sign(Bytes32.of(1));
  private static final long NOW = 1_000_050;
  private static final BigInteger BOND = BigInteger.valueOf(70);

  @TempDir Path disk;

  private final FakeChain chain = new FakeChain();
  private PieceStore store;
  private Answers answers;

  @BeforeEach
  void start() throws IOException {
    store = PieceStore.open(disk, 1 << 30, 0);
    answers = newAnswers();
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
  }

  @Test
  void aLeafThatIsAskedForIsShownAndTheBondCollectedWhenItIsWorthIt() throws Exception {
    put(AGREEMENT, 0);
    put(OTHER, 1);
    ask(AGREEMENT, cosign(AGREEMENT, 1), 5, NOW + 7);
    answers.run(NOW);
    assertThat(chain.answers).containsExactly(store.prove(AGREEMENT, 1, 5));
    assertThat(chain.sent).as("70 are not worth a transaction").containsExactly("answer");
    ask(OTHER, cosign(OTHER, 1), 6, NOW + 7);
    answers.run(NOW + 1);
    assertThat(chain.sent).containsExactly("answer", "answer", "claim bonds 140");
    assertThat(answers.answered()).isEqualTo(2);
    answers.run(NOW + 2);
    assertThat(chain.sent).hasSize(3);
  }

  @Test
  void theRevisionThatWasAskedForIsShownAlthoughItsPiecesWereRemovedSince() throws Exception {
    put(AGREEMENT, 0);
    var asked = cosign(AGREEMENT, 1);
    store.remove(AGREEMENT, pieceId(0));
    put(AGREEMENT, 1);
    cosign(AGREEMENT, 2);
    ask(AGREEMENT, asked, 9, NOW + 7);
    answers.run(NOW);
    assertThat(chain.answers).containsExactly(store.prove(AGREEMENT, 1, 9));
  }

  @Test
  void aRestartForgetsNoQuestion() throws Exception {
    put(AGREEMENT, 0);
    ask(AGREEMENT, cosign(AGREEMENT, 1), 5, NOW + 7);
    chain.silent = true;
    assertThatThrownBy(() -> answers.run(NOW)).hasMessageContaining("does not answer");
    chain.silent = false;
    store.close();
    store = PieceStore.open(disk, 1 << 30, 0);
    answers = newAnswers();
    answers.run(NOW + 1);
    assertThat(chain.answers).hasSize(1);
  }

  @Test
  void aLeafThatIsLostHoldsUpNoOtherAnswerAndIsShownOnceItIsThereAgain() throws Exception {
    put(AGREEMENT, 0);
    put(OTHER, 1);
    var piece = store.find(AGREEMENT, pieceId(0)).orElseThrow();
    var first = new byte[1];
    try (var volumes = Files.list(disk.resolve("volumes"));
        var file = new RandomAccessFile(volumes.findFirst().orElseThrow().toFile(), "rw")) {
      file.seek(piece.location().offset());
      file.readFully(first);
      write(file, piece.location().offset(), (byte) (first[0] ^ 1));
      ask(AGREEMENT, cosign(AGREEMENT, 1), 0, NOW + 7);
      ask(OTHER, cosign(OTHER, 1), 0, NOW + 7);
      assertThatThrownBy(() -> answers.run(NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be shown");
      assertThat(chain.asked).containsOnlyKeys(AGREEMENT);
      write(file, piece.location().offset(), first[0]);
    }
    answers.run(NOW + 1);
    assertThat(chain.asked).isEmpty();
  }

  @Test
  void whatCannotBeAnsweredAnyMoreCostsNoTransaction() throws Exception {
    put(AGREEMENT, 0);
    ask(AGREEMENT, cosign(AGREEMENT, 1), 5, NOW - 1);
    answers.run(NOW);
    assertThat(chain.sent).isEmpty();
  }

  @Test
  void aRevisionThatIsNotKnownHereIsNamed() throws Exception {
    put(AGREEMENT, 0);
    cosign(AGREEMENT, 1);
    ask(AGREEMENT, Bytes32.of(9), 5, NOW + 7);
    assertThatThrownBy(() -> answers.run(NOW))
        .hasMessageContaining("No revision of agreement " + AGREEMENT);
  }

  private Answers newAnswers() {
    return new Answers(chain, store, 1, BigInteger.valueOf(100));
  }

  private void ask(AgreementId id, Bytes32 root, long leaf, long due) {
    chain.asked.put(id, new TargetedChallenge(id, root, leaf, due, 1, BOND));
  }

  private void put(AgreementId id, long number) throws IOException {
    var content = new byte[3000];
    new Random(number).nextBytes(content);
    var body = new ByteArrayInputStream(content);
    store.put(id, 1 << 30, pieceId(number), content.length, body, Optional.empty());
  }

  /// The root that both sides signed.
  private Bytes32 cosign(AgreementId id, long sequence) throws IOException {
    var unit = store.summary(id);
    store.cosign(
        new Revision(id, unit.root(), unit.leaves(), sequence, TreeHash.STANDARD),
        SIGNATURE,
        _ -> SIGNATURE);
    assertThat(store.provableSequences(id)).containsAll(List.of(sequence));
    return unit.root();
  }

  private static void write(RandomAccessFile file, long at, byte value) throws IOException {
    file.seek(at);
    file.write(value);
  }

  private static Bytes32 pieceId(long number) {
    return Bytes32.of(number + 1);
  }
}
