package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.ProbeAnswer;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.archive.Published;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
import network.flashback.settlement.quality.SignedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochFilesTest {
  private static final AgreementId ID = new AgreementId(BigInteger.ONE.shiftLeft(64));
  private static final Instant AT = Instant.ofEpochSecond(2_000);

  private final PrivateKey key = PrivateKey.of(Bytes32.of(5));
  private final FakeReporterChain chain =
      new FakeReporterChain(InstantSource.system(), new Schedule(0, 10, 4, 4, 4));
  @TempDir Path directory;

  private EpochFiles files() throws IOException {
    return new EpochFiles(directory, chain, key);
  }

  static ProbeOutcome right(long millis) {
    var node = PrivateKey.of(Bytes32.of(6));
    var nonce = SignedAnswer.nonce(4, new Random(1));
    var answer = new ProbeAnswer(ID, 7, 1, Bytes32.of(3), Address.ZERO, nonce, 2_000);
    return new ProbeOutcome.Right(
        millis, new SignedAnswer(1, Bytes32.of(3), nonce, 2_000, answer.sign(node)));
  }

  @Test
  void whatTheNodeSignedStandsInTheRawRecords() throws IOException {
    try (var records = files().records(4)) {
      records.add(ID, 7, AT, right(12));
      records.add(ID, 8, AT, new ProbeOutcome.Wrong(40, "lies"));
      var read = RawRecords.read(records.seal());
      var answer = read.getFirst().answer().orElseThrow();
      var node = PrivateKey.of(Bytes32.of(6)).address();
      assertThat(answer.isBy(node, ID, read.getFirst().leaf(), Address.ZERO)).isTrue();
      assertThat(answer.epoch()).isEqualTo(4);
      assertThat(read.get(1).answer()).isEmpty();
    }
  }

  @Test
  void secondRootOfAnEpochIsNeverSignedAlsoNotAfterAKill() throws IOException {
    var ballots = new Ballots(directory, key, chain.domain());
    var root = new QualityRoot(4, Bytes32.of(1), Bytes32.of(2));
    var signature = ballots.sign(root).orElseThrow();
    assertThat(signature.isBy(key.address(), root.typedData(chain.domain()).digest())).isTrue();

    var restarted = new Ballots(directory, key, chain.domain());
    assertThat(restarted.sign(new QualityRoot(4, Bytes32.of(1), Bytes32.of(3)))).isEmpty();
    assertThat(restarted.sign(new QualityRoot(4, Bytes32.of(9), Bytes32.of(2)))).isEmpty();
    assertThat(restarted.sign(root)).isPresent();
    assertThat(restarted.sign(new QualityRoot(5, Bytes32.of(9), Bytes32.of(2)))).isPresent();
  }

  @Test
  void damagedBallotSignsNothing() throws IOException {
    var ballots = new Ballots(directory, key, chain.domain());
    var root = new QualityRoot(4, Bytes32.of(1), Bytes32.of(2));
    assertThat(ballots.sign(root)).isPresent();
    Files.writeString(directory.resolve("epoch-4"), "");
    assertThatThrownBy(() -> ballots.sign(root)).hasMessageContaining("stake");
  }

  @Test
  void recordsCutOffByACrashAreTakenUpAfterTheLastWholeLine() throws IOException {
    try (var records = files().records(4)) {
      records.add(ID, 7, AT, right(12));
      records.add(ID, 8, AT, new ProbeOutcome.Silent("refused"));
    }
    Path file;
    try (var found = Files.walk(directory)) {
      file = found.filter(path -> path.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    Files.writeString(file, "{\"agreementId\":\"1", StandardOpenOption.APPEND);
    try (var records = files().records(4)) {
      records.add(ID, 9, AT, new ProbeOutcome.Wrong(40, "lies"));
      var sums = RawRecords.sum(records.seal());
      assertThat(sums).hasSize(1);
      assertThat(sums.getFirst().right()).isOne();
      assertThat(sums.getFirst().wrong()).isOne();
      assertThat(sums.getFirst().silent()).isOne();
      assertThat(records.add(ID, 1, AT, right(1))).as("sealed").isFalse();
    }
  }

  @Test
  void summaryOnceSignedStaysAndItsRecordsArePublishedByHash() throws IOException {
    var files = files();
    var records = files.records(4);
    records.add(ID, 7, AT, right(12));
    var signed = files.close(4, records);
    records.close();

    var restarted = files();
    try (var again = restarted.records(4)) {
      again.add(ID, 7, AT, right(99));
      assertThat(restarted.close(4, again)).isEqualTo(signed);
    }
    assertThat(signed.isGenuine()).isTrue();
    Bytes32 hash = signed.summary().recordsHash();
    assertThat(restarted.published().content(hash).orElseThrow().keccak256()).isEqualTo(hash);
  }

  @Test
  void sameContentMayBePublishedByManyAtOnce() throws Exception {
    var published = new Published(directory.resolve("published"));
    var content = Bytes.fromHex("0x1234");
    var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor();
    try (threads) {
      var all =
          java.util.Collections.nCopies(
              50, (java.util.concurrent.Callable<Bytes32>) () -> published.add(content));
      for (var one : threads.invokeAll(all)) {
        assertThat(one.get()).isEqualTo(content.keccak256());
      }
    }
    assertThat(published.content(content.keccak256())).contains(content);
  }

  @Test
  void signedBundleCanBeShownToOthers() throws IOException {
    var files = files();
    var summary = files.close(4, files.records(4));
    var bundle = QualityBundle.of(4, List.of(summary));
    assertThat(files.signedBundle(4)).isEmpty();
    assertThat(files.sign(bundle, bundle.root())).isPresent();
    assertThat(files().signedBundle(4)).contains(bundle);
  }

  @Test
  void copiesOfOthersRecordsAreGivenUpByEpochAndOwnOnesStay() throws IOException {
    var files = files();
    var own = files.close(4, files.records(4)).summary().recordsHash();
    var empty = Bytes.EMPTY;
    var theirs = Bytes.fromHex("0x1234");
    // Another reporter that measured nothing either: the same content, once own and twice copied.
    files.copies().add(4, empty);
    files.copies().add(5, empty);
    files.copies().add(4, theirs);
    assertThat(files.copies().has(4, theirs.keccak256())).isTrue();
    assertThat(files.copies().has(5, theirs.keccak256())).isFalse();
    files.copies().forgetBefore(4);
    requireServed(files, theirs.keccak256(), true);
    files.copies().forgetBefore(5);
    requireServed(files, theirs.keccak256(), false);
    requireServed(files, own, true);
    files.copies().forgetBefore(6);
    requireServed(files(), own, true);
  }

  private static void requireServed(EpochFiles files, Bytes32 hash, boolean served)
      throws IOException {
    var content = files.open(hash);
    assertThat(content.isPresent()).isEqualTo(served);
    if (content.isPresent()) {
      content.get().close();
    }
  }

  @Test
  void chainStartedAnewHasBallotsOfItsOwn() throws IOException {
    var root = new QualityRoot(4, Bytes32.of(1), Bytes32.of(2));
    var bundle = QualityBundle.of(4, List.of());
    assertThat(files().sign(bundle, root)).isPresent();
    var anew = new FakeReporterChain(InstantSource.system(), new Schedule(77, 10, 4, 4, 4));
    var other = new QualityRoot(4, Bytes32.of(1), Bytes32.of(3));
    assertThat(new EpochFiles(directory, anew, key).sign(bundle, other)).isPresent();
  }
}
