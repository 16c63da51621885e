package network.flashback.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import network.flashback.chain.ChainException;
import network.flashback.settlement.statement.Statement;
import network.flashback.settlement.statement.StatementReader;

/// Eight epochs of one SLA: the first is without fault, the second has one at each provider, and
/// later ones have those that befall everybody. What is told afterwards is read from the chain.
final class FaultRun implements AutoCloseable {
  /// The epoch in which providers fail.
  static final long FAILING = 2;

  /// After the end of this one nobody reaches the chain for an hour.
  static final long BEFORE_OUTAGE = 3;

  /// In this one, and from then on, reporters are one too few.
  static final long WITHOUT_QUORUM = 4;

  /// From the beginning of this one there is no platform.
  static final long ALONE = 7;

  static final Duration CLOCK_AHEAD = Duration.ofHours(2);
  static final long OUTAGE_SECONDS = 3_600;

  private static final long HOUR = 3_600;

  /// Long enough after a window's last second for the transactions that use it.
  private static final long AFTER_WINDOW = 60;

  /// After an epoch's end; by then it was every node's turn to post its seed.
  private static final long AFTER_TURNS = 300;

  final FaultChain chain;
  final FaultMarket market;
  private final ReporterSet reporters;
  private final Settler settler;
  private final FaultBooks books;
  private final Map<Fault, FaultyLeg.Reading> readings = new EnumMap<>(Fault.class);
  private final Map<Fault, Boolean> whole = new EnumMap<>(Fault.class);
  private final Map<Moment, Boolean> readable = new EnumMap<>(Moment.class);
  private long probes;
  private long finalAtSixHours;
  private long finalAtTwelveHours;

  /// When something fails for everybody, and the object is asked for.
  enum Moment {
    OUTAGE_OF_TEN_MINUTES,
    OUTAGE_OF_FIFTY_MINUTES,
    WITHOUT_QUORUM,
    ALONE
  }

  FaultRun(Path directory, long seed) throws Exception {
    chain = new FaultChain();
    market =
        new FaultMarket(chain, Fault.values().length, directory.resolve("disks"), new Random(seed));
    reporters = new ReporterSet(chain, directory.resolve("reporters"), seed);
    settler = new Settler(chain);
    books = new FaultBooks(chain, market);
  }

  /// Lets everything happen.
  void tell() throws Exception {
    for (var fault : Fault.values()) {
      if (fault != Fault.UNSIGNED) {
        market.begin(fault.leg());
      }
    }
    chain.at(chain.schedule().startOf(0) + 2 * HOUR);
    lookAll();
    for (long epoch = FaultMarket.FIRST; epoch < ALONE; epoch++) {
      pass(epoch);
    }
    passAlone();
    leave();
  }

  /// The account of it, once all is over.
  Statement statement() {
    return new StatementReader(chain.contracts()).of(market.slaId());
  }

  /// What came of asking a failing provider for its piece.
  FaultyLeg.Reading readingDuring(Fault fault) {
    return Objects.requireNonNull(readings.get(fault));
  }

  /// Whether the object could be read at that time.
  boolean wasWholeDuring(Fault fault) {
    return Objects.requireNonNull(whole.get(fault));
  }

  /// The newest final epoch six hours after the first one that had no report.
  long finalAtSixHours() {
    return finalAtSixHours;
  }

  /// The same at twelve hours.
  long finalAtTwelveHours() {
    return finalAtTwelveHours;
  }

  private long newestFinal() {
    return chain.contracts().orchestrator().finalEpoch(FaultChain.MARKET).orElse(-1);
  }

  /// Whether the object could be read at that moment.
  boolean wasWholeAt(Moment moment) {
    return Objects.requireNonNull(readable.get(moment));
  }

  private void pass(long epoch) throws Exception {
    long start = chain.schedule().startOf(epoch);
    if (epoch == BEFORE_OUTAGE + 1) {
      nobodyReachesTheChain();
    }
    chain.at(epoch == BEFORE_OUTAGE + 1 ? start + OUTAGE_SECONDS + 10 : start + 10);
    settler.look();
    lookAll();
    if (epoch > FaultMarket.FIRST && epoch <= WITHOUT_QUORUM) {
      reporters.awaitReport(epoch - 1);
      settler.look();
    }
    if (epoch == WITHOUT_QUORUM) {
      reporters.leave(2);
    }
    reporters.awaitPlans(epoch);
    begin(epoch);
    probes(epoch, 1);
    reachAt(start + 6 * HOUR + AFTER_WINDOW);
    afterWindow(epoch);
    finalAtSixHours = epoch == WITHOUT_QUORUM + 1 ? newestFinal() : finalAtSixHours;
    probes(epoch, 2);
    duringFault(epoch);
    reachAt(start + 12 * HOUR + AFTER_WINDOW);
    finalAtTwelveHours = epoch == WITHOUT_QUORUM + 1 ? newestFinal() : finalAtTwelveHours;
    probes(epoch, 3);
    reachAt(start + 17 * HOUR);
    probes(epoch, 4);
    probes(epoch, 5);
    end(epoch);
  }

  /// Everything that is due at a second; the money is counted after it.
  private void reachAt(long second) throws Exception {
    chain.at(second);
    settler.look();
    lookAll();
    books.requireConserved();
  }

  private void lookAll() throws InterruptedException {
    for (var provider : market.providers()) {
      provider.look();
    }
  }

  private void probes(long epoch, int parts) throws Exception {
    chain.at(chain.schedule().startOf(epoch) + ReporterSet.dueAfter(parts));
    probes += (long) reporters.running() * market.probed();
    reporters.awaitProbes(probes);
    probes = reporters.probes();
  }

  private FaultyProvider of(Fault fault) {
    return market.leg(fault.leg()).provider();
  }

  private void begin(long epoch) throws IOException {
    if (epoch == FAILING) {
      of(Fault.LOST_DISK).loseDisk();
      var rotten = market.leg(Fault.BIT_ROT.leg());
      rotten.provider().rot(rotten.agreement(), rotten.pieceId());
      of(Fault.SLOW_DISK).become(Relay.Weather.SLOW);
      of(Fault.CUT_FROM_USERS).become(Relay.Weather.CUT);
      of(Fault.CUT_FROM_ALL).become(Relay.Weather.CUT);
      of(Fault.CUT_FROM_ALL).chainBecomes(Relay.Weather.CUT);
      of(Fault.WRONG_BYTES).become(Relay.Weather.WRONG);
      of(Fault.CLOCK_AHEAD).setClockAhead(CLOCK_AHEAD);
    }
    if (epoch == WITHOUT_QUORUM) {
      of(Fault.SLOW_DISK).become(Relay.Weather.SLOW);
    }
  }

  /// The reading in the middle of the day; what it finds damaged is put again.
  private void duringFault(long epoch) throws IOException {
    if (epoch == WITHOUT_QUORUM) {
      readAt(Moment.WITHOUT_QUORUM);
    }
    if (epoch != FAILING) {
      return;
    }
    for (var fault : Fault.values()) {
      if (fault != Fault.UNSIGNED) {
        readings.put(fault, market.read(fault.leg()));
        whole.put(fault, market.isWhole(fault.leg(), Fault.NONE.leg(), Fault.NONE_EITHER.leg()));
      }
    }
    market.repair(Fault.BIT_ROT.leg(), Fault.NONE.leg(), Fault.NONE_EITHER.leg());
  }

  private void end(long epoch) {
    if (epoch == FAILING || epoch == WITHOUT_QUORUM) {
      of(Fault.SLOW_DISK).become(Relay.Weather.CLEAR);
    }
    if (epoch == FAILING) {
      of(Fault.CUT_FROM_USERS).become(Relay.Weather.CLEAR);
      of(Fault.WRONG_BYTES).become(Relay.Weather.CLEAR);
      of(Fault.CLOCK_AHEAD).setClockAhead(Duration.ZERO);
    }
  }

  /// Who was cut from everybody is back, too late for the audit.
  private void afterWindow(long epoch) {
    if (epoch == FAILING + 1) {
      of(Fault.CUT_FROM_ALL).become(Relay.Weather.CLEAR);
      of(Fault.CUT_FROM_ALL).chainBecomes(Relay.Weather.CLEAR);
    }
  }

  /// No block comes meanwhile, and everybody's clock goes on.
  private void nobodyReachesTheChain() throws InterruptedException {
    readAt(Moment.OUTAGE_OF_TEN_MINUTES);
    chain.reachable(false);
    lookAll();
    assertThatThrownBy(settler::look).isInstanceOf(ChainException.class);
    market.providers().forEach(provider -> provider.setClockAhead(Duration.ofMinutes(10)));
    readAt(Moment.OUTAGE_OF_TEN_MINUTES);
    market.providers().forEach(provider -> provider.setClockAhead(Duration.ofMinutes(50)));
    readAt(Moment.OUTAGE_OF_FIFTY_MINUTES);
    market.providers().forEach(provider -> provider.setClockAhead(Duration.ZERO));
    chain.reachable(true);
  }

  private void readAt(Moment moment) {
    int healthy = Fault.NONE.leg();
    readable.put(moment, market.isWhole(healthy, healthy, Fault.NONE_EITHER.leg()));
  }

  /// The last epoch, and what is due after it: nodes, and nobody else.
  private void passAlone() throws Exception {
    long start = chain.schedule().startOf(ALONE);
    reporters.leave(0);
    for (long second :
        List.of(
            AFTER_TURNS,
            2 * AFTER_TURNS,
            6 * HOUR + AFTER_WINDOW,
            12 * HOUR + AFTER_WINDOW,
            24 * HOUR + AFTER_TURNS,
            24 * HOUR + 2 * AFTER_TURNS)) {
      chain.at(start + second);
      lookAll();
      readAt(Moment.ALONE);
    }
    chain.at(chain.schedule().endOf(ALONE) + 12 * HOUR + AFTER_WINDOW);
    lookAll();
    books.requireConserved();
  }

  /// The consumer ends what is over and fetches what is its own; then nodes fetch the rest.
  private void leave() throws Exception {
    var orchestrator = chain.contracts().orchestrator();
    for (var agreement : chain.contracts().lens().sla(market.slaId()).live()) {
      chain.send(FaultChain.CONSUMER, orchestrator.end(agreement.id()));
    }
    var consumer = chain.key(FaultChain.CONSUMER).address();
    var dollar = chain.dollar().address();
    chain.send(FaultChain.CONSUMER, orchestrator.withdrawRefund(consumer, dollar));
    chain.send(FaultChain.CONSUMER, chain.contracts().stakes().claim(consumer, dollar));
    chain.at(chain.clock().instant().getEpochSecond() + HOUR);
    lookAll();
    books.requireConserved();
  }

  @Override
  public void close() throws IOException {
    reporters.close();
    settler.close();
    market.close();
    chain.close();
  }
}
