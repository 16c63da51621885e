package network.flashback.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.QualityOracle.Posted;
import network.flashback.chain.contract.RateChange;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.http.HealthCheck.Health;
import network.flashback.settlement.SettlementObserver.Event;
import org.junit.jupiter.api.Test;

class SettlementsTest {
  private final FakeLedger ledger = new FakeLedger();
  private final List<Event> events = new ArrayList<>();
  private Seeds seeds = round -> Optional.of(Bytes.fromHex("0x01"));
  private QualityReports reports = posted -> Optional.empty();

  private Settlements settlements() {
    return Settlements.of(
        ledger, round -> seeds.signature(round), reports, events::add, Duration.ZERO);
  }

  private void endOfEpochPlus(long epoch, long seconds) {
    ledger.now = FakeLedger.SCHEDULE.endOf(epoch) + seconds;
  }

  @Test
  void epochIsSeededThenSettledWhenFinal() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 1, 9);
    var settlements = settlements();
    endOfEpochPlus(1, 1);
    settlements.look();
    ledger.confirm(5, 1);
    endOfEpochPlus(1, 20);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1");

    endOfEpochPlus(1, 51);
    settlements.look();
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1", "settle [5]");
    assertThat(events).last().isEqualTo(new Event.EpochCompleted(1, List.of(FakeLedger.SLA)));
  }

  @Test
  void whatIsDueIsLeftToOthersUntilItIsThisRunsTurn() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 1, 9);
    ledger.agreement(6, AgreementState.ACTIVE, 1, 9);
    ledger.turnSeconds = 3;
    var settlements = settlements();
    endOfEpochPlus(1, 2);
    settlements.look();
    assertThat(ledger.done).as("another's turn").isEmpty();
    endOfEpochPlus(1, 3);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1");

    ledger.confirm(5, 1);
    // The window is counted from the seed, which came three seconds after the end.
    endOfEpochPlus(1, 30);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1");
    endOfEpochPlus(1, 32);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1", "miss 6/1");

    endOfEpochPlus(1, 52);
    settlements.look();
    assertThat(ledger.done).as("final, and another's turn").hasSize(2);
    endOfEpochPlus(1, 53);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 1", "miss 6/1", "settle [5]");
  }

  @Test
  void whatTheBountyOwesForSeedsIsFetchedWhenTheEpochIsComplete() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 1, 9);
    ledger.confirm(5, 1);
    ledger.bounty = Optional.of(BigInteger.TEN);
    var settlements = settlements();
    endOfEpochPlus(1, 1);
    settlements.look();
    assertThat(events).noneMatch(Event.BountyClaimed.class::isInstance);

    endOfEpochPlus(1, 51);
    settlements.look();
    assertThat(events).contains(new Event.BountyClaimed(BigInteger.TEN));
  }

  @Test
  void aChangeOfTheRateIsToldToTheAuditsInTheEpochBeforeIt_Once() throws Exception {
    var id = ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    ledger.changes.put(id, new RateChange.Newest(true, BigInteger.TEN, 4, 1));
    var settlements = settlements();
    ledger.now = FakeLedger.SCHEDULE.startOf(2);
    settlements.look();
    assertThat(ledger.done).doesNotContain("follow 5");

    ledger.now = FakeLedger.SCHEDULE.startOf(3);
    settlements.look();
    settlements.look();
    assertThat(ledger.done).containsOnlyOnce("follow 5");
    assertThat(events).contains(new Event.RateFollowed(id, 4));

    ledger.changes.put(id, new RateChange.Newest(true, BigInteger.ONE, 4, 2));
    settlements.look();
    assertThat(ledger.done).filteredOn("follow 5"::equals).as("another change").hasSize(2);
  }

  @Test
  void aChangeThatIsToldOnAForkIsToldAgain_AndOneOfAnEndedAgreementNever() throws Exception {
    var id = ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    var ended = ledger.agreement(6, AgreementState.CLOSED, 0, 9);
    ledger.changes.put(id, new RateChange.Newest(true, BigInteger.TEN, 4, 1));
    ledger.changes.put(ended, new RateChange.Newest(true, BigInteger.TEN, 4, 1));
    var settlements = settlements();
    ledger.now = FakeLedger.SCHEDULE.startOf(3);
    settlements.look();
    ledger.fork++;
    settlements.look();

    assertThat(ledger.done).filteredOn("follow 5"::equals).hasSize(2);
    assertThat(ledger.done).doesNotContain("follow 6");
  }

  @Test
  void secondRunnerFindsNothingToDo() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 2);
    ledger.agreement(6, AgreementState.ACTIVE, 0, 2);
    ledger.confirm(5, 0);
    var first = settlements();
    var second = settlements();
    for (long now = 1_000; now < 1_400; now += 5) {
      ledger.now = now;
      first.look();
      second.look();
    }
    assertThat(ledger.done).doesNotHaveDuplicates().contains("miss 6/0", "miss 5/1", "end 5");
  }

  @Test
  void missesArePenalisedInOrderAlsoThoseThatNobodyReported() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    ledger.confirm(5, 1);
    endOfEpochPlus(3, 1);
    settlements().look();
    assertThat(ledger.done).containsSubsequence("seed 3", "seed 2", "seed 1", "seed 0");
    assertThat(ledger.done).noneMatch(deed -> deed.startsWith("miss"));

    endOfEpochPlus(3, 30);
    settlements().look();
    assertThat(ledger.done).containsSubsequence("miss 5/0", "miss 5/2", "miss 5/3");
  }

  @Test
  void epochWithoutSeedIsDelayedAndNotMissed() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    seeds =
        round -> {
          throw new IOException("The beacon is silent.");
        };
    var settlements = settlements();
    endOfEpochPlus(0, 90);
    settlements.look();
    assertThat(ledger.done).isEmpty();

    seeds = round -> Optional.of(Bytes.fromHex("0x01"));
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0");
    endOfEpochPlus(0, 99);
    settlements.look();
    assertThat(ledger.done).as("its window runs from the seed").containsExactly("seed 0");
    endOfEpochPlus(1, 20);
    settlements.look();
    assertThat(ledger.done).contains("miss 5/0");
  }

  @Test
  void breachIsExecutedOnlyWhenTheEpochIsConfirmedAndOnlyBeforeItIsFinal() throws Exception {
    var id = ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    reports = posted -> Optional.of(List.of(new Breach(id, 2_500, List.of())));
    endOfEpochPlus(0, 5);
    ledger.roots.put(0L, new Posted(Bytes32.of(1), Bytes32.of(2), ledger.now));
    var settlements = settlements();
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0");

    ledger.confirm(5, 0);
    settlements.look();
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0", "credit 5/0 2500");

    ledger.credited.clear();
    endOfEpochPlus(0, 31);
    settlements.look();
    assertThat(ledger.done).as("final").containsExactly("seed 0", "credit 5/0 2500");
  }

  @Test
  void agreementsOfOneProviderStandTogetherInABatch() throws Exception {
    for (long provider : new long[] {7, 5, 6}) {
      ledger.agreement(provider, AgreementState.ACTIVE, 0, 9);
      ledger.confirm(provider, 0);
    }
    ledger.reversed = true;
    endOfEpochPlus(0, 60);
    settlements().look();
    assertThat(ledger.done).contains("settle [5, 6, 7]");
  }

  @Test
  void agreementThatDidNotStartIsVoided() throws Exception {
    ledger.agreement(5, AgreementState.OPEN, 0, 9);
    endOfEpochPlus(1, 60);
    settlements().look();
    assertThat(ledger.done).contains("void 5").noneMatch(deed -> deed.startsWith("miss"));
  }

  @Test
  void agreementIsBilledPenalisedAndEndedInThisOrder() throws Exception {
    ledger.agreement(5, AgreementState.NOTICE, 0, 2);
    ledger.confirm(5, 0);
    endOfEpochPlus(1, 1);
    settlements().look();
    endOfEpochPlus(1, 60);
    settlements().look();
    assertThat(ledger.done).containsSubsequence("settle [5]", "miss 5/1", "end 5");
    assertThat(ledger.agreement(FakeLedger.id(5)).state()).isEqualTo(AgreementState.CLOSED);
  }

  @Test
  void runKilledAfterAnyDeedIsCompletedByTheNext() throws Exception {
    for (int killedAfter = 1; killedAfter < 14; killedAfter++) {
      var killed = new SettlementsTest();
      killed.ledger.agreement(5, AgreementState.ACTIVE, 0, 2);
      killed.ledger.agreement(6, AgreementState.ACTIVE, 0, 2);
      killed.ledger.agreement(7, AgreementState.OPEN, 0, 2);
      killed.ledger.confirm(5, 0);
      killed.ledger.deedsUntilKilled = killedAfter;
      for (long now = 1_000; now < 1_400; now += 7) {
        killed.ledger.now = now;
        try {
          killed.settlements().look();
        } catch (FakeLedger.Killed restarted) {
          // The next look is a new program's.
        }
      }
      assertThat(killed.ledger.done)
          .as("killed after deed %d", killedAfter)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrder(
              "seed 0",
              "seed 1",
              "void 7",
              "miss 6/0",
              "settle [5]",
              "miss 6/1",
              "miss 5/1",
              "end 5",
              "end 6");
    }
  }

  @Test
  void completedEpochIsLookedAtAgainWhenItsBlockLeavesTheChain() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    ledger.confirm(5, 0);
    var settlements = settlements();
    endOfEpochPlus(0, 20);
    settlements.look();
    endOfEpochPlus(0, 60);
    settlements.look();
    ledger.unsettled.add(FakeLedger.id(5));
    settlements.look();
    assertThat(ledger.done).as("complete").containsExactly("seed 0", "settle [5]");

    ledger.fork = 1;
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0", "settle [5]", "settle [5]");
  }

  @Test
  void whatAnEpochWasCompletedByIsDoneAgainWhenItAloneLeavesTheChain() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    ledger.confirm(5, 0);
    var settlements = settlements();
    endOfEpochPlus(0, 1);
    settlements.look();
    ledger.secondsOfADeed = 1;
    endOfEpochPlus(0, 60);
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0", "settle [5]");

    ledger.forkedFrom = ledger.now;
    ledger.fork = 1;
    ledger.unsettled.add(FakeLedger.id(5));
    settlements.look();
    assertThat(ledger.done).containsExactly("seed 0", "settle [5]", "settle [5]");
  }

  @Test
  void settlingWaitsForTheChainAndSaysSo() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    ledger.down = true;
    var settlements = settlements();
    settlements.look();
    assertThat(settlements.check())
        .isEqualTo(new Health.Unhealthy("The chain's node cannot be reached."));
    ledger.down = false;
    endOfEpochPlus(0, 1);
    settlements.look();
    assertThat(settlements.check()).isInstanceOf(Health.Healthy.class);
    assertThat(ledger.done).containsExactly("seed 0");
  }

  @Test
  void observerThatFailsStopsNothing() throws Exception {
    ledger.agreement(5, AgreementState.ACTIVE, 0, 9);
    endOfEpochPlus(0, 1);
    SettlementObserver failing =
        event -> {
          throw new IllegalStateException("observer");
        };
    Settlements.of(ledger, round -> seeds.signature(round), reports, failing, Duration.ZERO).look();
    assertThat(ledger.done).containsExactly("seed 0");
    assertThatThrownBy(() -> failing.happened(new Event.SeedPosted(0)))
        .isInstanceOf(IllegalStateException.class);
  }
}
