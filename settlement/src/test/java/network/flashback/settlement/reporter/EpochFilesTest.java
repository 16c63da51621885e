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
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.settlement.archive.Published;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.RawRecords;
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
      records.add(ID, 7, AT, new ProbeOutcome.Right(12));
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
      assertThat(records.add(ID, 1, AT, new ProbeOutcome.Right(1))).as("sealed").isFalse();
    }
  }

  @Test
  void summaryOnceSignedStaysAndItsRecordsArePublishedByHash() throws IOException {
    var files = files();
    var records = files.records(4);
    records.add(ID, 7, AT, new ProbeOutcome.Right(12));
    var signed = files.close(4, records);
    records.close();

    var restarted = files();
    try (var again = restarted.records(4)) {
      again.add(ID, 7, AT, new ProbeOutcome.Right(99));
      assertThat(restarted.close(4, again)).isEqualTo(signed);
    }
    assertThat(signed.isGenuine()).isTrue();
    Bytes32 hash = signed.summary().recordsHash();
    assertThat(restarted.published().content(hash).orElseThrow().keccak256()).isEqualTo(hash);
  }

  @Test
  void sameContentMayBePublishedByManyAtOnce() throws Exception {
    var published = new Published(directory.resolve("published"));
    var content = network.flashback.evm.Bytes.fromHex("0x1234");
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
  void chainStartedAnewHasBallotsOfItsOwn() throws IOException {
    var root = new QualityRoot(4, Bytes32.of(1), Bytes32.of(2));
    var bundle = QualityBundle.of(4, List.of());
    assertThat(files().sign(bundle, root)).isPresent();
    var anew = new FakeReporterChain(InstantSource.system(), new Schedule(77, 10, 4, 4, 4));
    var other = new QualityRoot(4, Bytes32.of(1), Bytes32.of(3));
    assertThat(new EpochFiles(directory, anew, key).sign(bundle, other)).isPresent();
  }
}
