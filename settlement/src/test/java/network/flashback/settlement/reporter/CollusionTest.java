package network.flashback.settlement.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.QualityPromise;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.Schedule;
import network.flashback.domain.quality.QualityTarget;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.Signature;
import network.flashback.settlement.Breach;
import network.flashback.settlement.quality.AgreementSummary;
import network.flashback.settlement.quality.QualityBundle;
import network.flashback.settlement.quality.Summary;
import network.flashback.settlement.reporter.ReporterChain.Peer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What dishonest reporters achieve: nothing up to floor((n - 1) / 3) of them, whatever they do;
/// with one more, at most an epoch's pay. The honest ones judge, sign and remember as they do in
/// production; the exchange between them is drawn.
class CollusionTest {
  private static final long EPOCH = 4;
  private static final Schedule SCHEDULE = new Schedule(1_000, 100, 25, 25, 25);
  private static final int SEEDS = Boolean.getBoolean("deep") ? 250 : 25;
  private static final int PROBES = 8;

  /// Served well, not at all, and wrongly.
  private static final List<AgreementId> AGREEMENTS = List.of(id(1), id(2), id(3));

  /// What a dishonest reporter does.
  private enum Vice {
    SILENT,
    /// Its summary reaches only some of the others.
    SLOW,
    LYING,
    /// Tells every reporter something else, and signs whatever it is shown.
    EQUIVOCATING,
    /// Tells a promise that nobody can keep, which was never made.
    FALSE_PROMISE
  }

  /// Of the third agreement, which keeps it: any number of wrong answers is within it.
  private static final QualityPromise MADE =
      new QualityPromise(new QualityTarget(9_995, 1_000, 0, 10_000));

  /// Of the first one, in the words of liars.
  private static final QualityTarget NEVER_MADE = new QualityTarget(10_000, 1, 0, 0);

  @TempDir Path directory;
  private final InstantSource clock = () -> Instant.ofEpochSecond(SCHEDULE.endOf(EPOCH) + 5);

  private static AgreementId id(int provider) {
    return new AgreementId(BigInteger.valueOf(provider).shiftLeft(64));
  }

  /// A reporter that does as it should.
  private record Honest(PrivateKey key, Judge judge, EpochFiles files, Summary.Signed summary) {}

  /// One that does not.
  private record Dishonest(PrivateKey key, Vice vice) {}

  /// Reporters on a chain of their own.
  private final class Round {
    final FakeReporterChain chain = new FakeReporterChain(clock, SCHEDULE);
    final List<Honest> honest = new ArrayList<>();
    final List<Dishonest> dishonest = new ArrayList<>();
    final Random random;

    Round(int n, List<Vice> vices, long seed) throws IOException {
      random = new Random(seed);
      var time = new ChainTime(clock);
      time.observe(chain.head());
      chain.promises.put(AGREEMENTS.get(2), MADE.hash());
      for (int i = 0; i < n; i++) {
        var key = PrivateKey.of(Bytes32.of(7_000 + i));
        chain.reporters.add(new Peer(key.address(), "http://127.0.0.1:1"));
        if (i < vices.size()) {
          dishonest.add(new Dishonest(key, vices.get(i)));
        } else {
          var root = directory.resolve(n + "-" + vices.size() + "-" + seed + "-" + i);
          var files = new EpochFiles(root, chain, key);
          var signed = measured(files);
          var judge = new Judge(chain, files, time, key.address(), epoch -> false);
          honest.add(new Honest(key, judge, files, signed));
        }
      }
    }

    // Nobody measures exactly the same, and nobody honest measures something else.
    private Summary.Signed measured(EpochFiles files) throws IOException {
      files.promises().documents().add(MADE.document());
      try (var records = files.records(EPOCH)) {
        for (int probe = 0; probe < PROBES; probe++) {
          long millis = 20L + random.nextInt(500);
          var at = Instant.ofEpochSecond(SCHEDULE.startOf(EPOCH) + probe);
          records.add(AGREEMENTS.get(0), probe, at, EpochFilesTest.right(millis));
          records.add(AGREEMENTS.get(1), probe, at, new ProbeOutcome.Silent("down"));
          records.add(AGREEMENTS.get(2), probe, at, new ProbeOutcome.Wrong(millis, "rot"));
        }
        return files.close(EPOCH, records);
      }
    }

    /// What a dishonest reporter makes up: the contrary, or anything.
    Summary.Signed lie(Dishonest liar, boolean contrary) {
      var key = liar.key();
      List<AgreementSummary> agreements = new ArrayList<>();
      for (AgreementId id : AGREEMENTS) {
        var sum = AgreementSummary.none(id);
        boolean praised = contrary ? !id.equals(AGREEMENTS.get(0)) : random.nextBoolean();
        for (int probe = 0; probe < PROBES; probe++) {
          sum = praised ? sum.withRight(1) : sum.withSilent();
        }
        agreements.add(sum);
      }
      var hash = Bytes32.of(random.nextInt(1_000_000));
      var promises = new TreeMap<AgreementId, QualityTarget>();
      if (liar.vice() == Vice.FALSE_PROMISE) {
        promises.put(AGREEMENTS.get(0), NEVER_MADE);
      }
      return new Summary(
              chain.chainId(), chain.oracle(), EPOCH, key.address(), hash, agreements, promises)
          .sign(key);
    }

    Bytes32 honestRoot() {
      return QualityBundle.of(EPOCH, honest.stream().map(Honest::summary).toList()).root().root();
    }

    private int quorum() {
      return chain.quorumOf(EPOCH);
    }

    /// Lets everybody propose in an order that is drawn, several times over.
    Optional<QualityRoot> exchange(boolean contrary) throws IOException {
      List<Integer> turns = new ArrayList<>();
      for (int i = 0; i < 3 * chain.reporters.size(); i++) {
        turns.add(i % chain.reporters.size());
      }
      Collections.shuffle(turns, random);
      for (int turn : turns) {
        var bundle =
            turn < honest.size()
                ? honestProposal(honest.get(turn), contrary)
                : dishonestProposal(dishonest.get(turn - honest.size()), contrary);
        if (bundle.isPresent() && post(bundle.get())) {
          return Optional.of(bundle.get().root());
        }
      }
      return Optional.empty();
    }

    // As EpochExchange does: what was signed already, before something new.
    private Optional<QualityBundle> honestProposal(Honest proposer, boolean contrary)
        throws IOException {
      var own = proposer.files().signedBundle(EPOCH);
      if (own.isPresent()) {
        return own;
      }
      for (Honest other : honest) {
        var theirs = other.files().signedBundle(EPOCH);
        if (theirs.isPresent()
            && proposer.judge().judge(theirs.get()) instanceof Judge.Judgement.Signed) {
          return theirs;
        }
      }
      List<Summary.Signed> held = new ArrayList<>();
      honest.forEach(one -> held.add(one.summary()));
      dishonest.forEach(
          one ->
              told(one, contrary)
                  .filter(summary -> proposer.judge().isSound(summary, EPOCH))
                  .ifPresent(held::add));
      return held.size() < quorum() ? Optional.empty() : Optional.of(QualityBundle.of(EPOCH, held));
    }

    private Optional<Summary.Signed> told(Dishonest one, boolean contrary) {
      return switch (one.vice()) {
        case SILENT -> Optional.empty();
        case SLOW -> random.nextBoolean() ? Optional.of(lie(one, contrary)) : Optional.empty();
        case LYING, EQUIVOCATING, FALSE_PROMISE -> Optional.of(lie(one, contrary));
      };
    }

    // Whom it likes, and as few honest ones as pass.
    private Optional<QualityBundle> dishonestProposal(Dishonest proposer, boolean contrary) {
      if (proposer.vice() == Vice.SILENT) {
        return Optional.empty();
      }
      List<Summary.Signed> chosen = new ArrayList<>();
      dishonest.stream()
          .filter(one -> one.vice() != Vice.SILENT)
          .forEach(one -> chosen.add(lie(one, contrary)));
      List<Honest> some = new ArrayList<>(honest);
      Collections.shuffle(some, random);
      some.stream()
          .limit(Math.max(0, quorum() - chosen.size()))
          .forEach(one -> chosen.add(one.summary()));
      return Optional.of(QualityBundle.of(EPOCH, chosen));
    }

    private boolean post(QualityBundle bundle) throws IOException {
      Map<Address, Bytes> signatures = new TreeMap<>();
      for (Honest one : honest) {
        if (one.judge().judge(bundle)
            instanceof Judge.Judgement.Signed(QualityRoot root, Signature signature)) {
          assertThat(root).isEqualTo(bundle.root());
          signatures.put(one.key().address(), signature.toBytes());
        }
      }
      var digest = bundle.root().typedData(chain.domain());
      dishonest.stream()
          .filter(one -> one.vice() != Vice.SILENT)
          .forEach(one -> signatures.put(one.key().address(), one.key().sign(digest).toBytes()));
      return signatures.size() >= quorum()
          && chain.post(bundle.root(), List.copyOf(signatures.values())).isDone();
    }
  }

  private static int bound(int n) {
    return (n - 1) / 3;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 10})
  void upToTheBoundTheRootIsTheHonestOneOrThereIsNone(int n) throws IOException {
    int posted = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var draw = new Random(seed);
      List<Vice> vices = new ArrayList<>();
      int f = 1 + draw.nextInt(bound(n));
      for (int i = 0; i < f; i++) {
        vices.add(Vice.values()[draw.nextInt(Vice.values().length)]);
      }
      var round = new Round(n, vices, seed);
      var root = round.exchange(draw.nextBoolean());
      if (root.isPresent()) {
        posted++;
        assertThat(root.get().root())
            .as("n %d, %s, seed %d", n, vices, seed)
            .isEqualTo(round.honestRoot());
      }
    }
    assertThat(posted).as("epochs with a root, of %d, n %d", SEEDS, n).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 10})
  void silenceUpToTheBoundStopsNothingAndOneMoreMeansNoRoot(int n) throws IOException {
    var round = new Round(n, Collections.nCopies(bound(n), Vice.SILENT), 1);
    assertThat(round.exchange(false).map(QualityRoot::root)).contains(round.honestRoot());
    var less = new Round(n, Collections.nCopies(bound(n) + 1, Vice.SILENT), 1);
    assertThat(less.exchange(false)).as("silence is compliance").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7})
  void whatWasNeverPromisedIsSignedByNobodyHonestAndWhatWasPromisedCounts(int n)
      throws IOException {
    var round = new Round(n, Collections.nCopies(bound(n), Vice.FALSE_PROMISE), 5);
    var proposal = round.dishonestProposal(round.dishonest.getFirst(), true).orElseThrow();
    assertThat(proposal.breaches()).extracting(Breach::agreementId).contains(AGREEMENTS.get(0));
    assertThat(round.post(proposal)).isFalse();
    assertThat(round.exchange(true).map(QualityRoot::root)).contains(round.honestRoot());
    var honest = QualityBundle.of(EPOCH, round.honest.stream().map(Honest::summary).toList());
    assertThat(honest.breaches())
        .as("the third keeps what it promised")
        .extracting(Breach::agreementId)
        .containsExactly(AGREEMENTS.get(1));
  }

  // One more than the bound, telling the contrary: whether they can convict who served, and acquit
  // who did not. Of an even number of summaries the better figure counts, so that half of four
  // acquits and does not convict.
  @ParameterizedTest
  @CsvSource({"4, true", "5, false", "7, true", "10, true"})
  void oneMoreThanTheBoundMovesAnEpochsPayAndNoMore(int n, boolean convicts) throws IOException {
    var round = new Round(n, Collections.nCopies(bound(n) + 1, Vice.EQUIVOCATING), 3);
    var proposal = round.dishonestProposal(round.dishonest.getFirst(), true).orElseThrow();
    assertThat(round.post(proposal)).isTrue();
    assertThat(proposal.breaches())
        .allSatisfy(breach -> assertThat(breach.creditBps()).isBetween(1, 10_000))
        .extracting(Breach::agreementId)
        .isEqualTo(convicts ? List.of(AGREEMENTS.getFirst()) : List.of());
  }
}
