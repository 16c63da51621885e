package network.flashback.benchmarks.gas;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import network.flashback.chain.FollowingPolicy;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.bls.BlsBn254;
import network.flashback.settlement.SettlementObserver;
import network.flashback.settlement.SettlementRun;
import network.flashback.settlement.SettlementRun.Stage;
import network.flashback.settlement.ledger.ContractLedger;

/// One steady epoch of a market, in its parts.
///
/// @param seedGas of the transaction that posts the seed
/// @param auditGas of one provider's audit
/// @param rootGas of a quality root, from the seventh of its oracle on
/// @param settleGas of all batches of settlements together
/// @param settlements how many batches
/// @param cpuNanos processor time of the program that settles, from the epoch's end to its
///   completion
/// @param wallNanos the same on the clock
/// @param bytes that the program keeps while it settles
record MeasuredEpoch(
    int agreements,
    int providers,
    long seedGas,
    long auditGas,
    long rootGas,
    long settleGas,
    long settlements,
    long cpuNanos,
    long wallNanos,
    long bytes) {
  private static final int BATCH = 100;

  /// Of the first ones the first settlements and proofs cost more than those of every day.
  private static final long STEADY_EPOCH = 2;

  int agreementsOfAProvider() {
    return agreements / providers;
  }

  /// Gas of everything that everybody sends.
  long gas() {
    return seedGas + auditGas * providers + rootGas + settleGas;
  }

  long transactions() {
    return 2 + providers + settlements;
  }

  /// Computed: the seed and the root cost the same, an audit as well, whatever the number of
  /// agreements; settlements, time and memory grow with the agreements.
  MeasuredEpoch scaledTo(int more, int moreProviders) {
    return more == agreements && moreProviders == providers
        ? this
        : new MeasuredEpoch(
            more,
            moreProviders,
            seedGas,
            auditGas,
            rootGas,
            scaled(settleGas, more),
            Math.ceilDiv(more, BATCH),
            scaled(cpuNanos, more),
            scaled(wallNanos, more),
            scaled(bytes, more));
  }

  private long scaled(long amount, int more) {
    return Math.multiplyExact(amount, more) / agreements;
  }

  /// Opens the agreements on the chain, lets one epoch pass, and measures the next.
  static MeasuredEpoch of(
      GasChain chain,
      RandomGenerator random,
      int agreements,
      int providers,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept("deploying, registering, staking");
    var scene = Scene.found(chain, 5, random);
    var deals = new Deals(scene);
    var epochs = new Epochs(scene);
    scene.reporters(0, 4);
    var unit = new StoredUnit(1, 1, random);
    long end = scene.schedule().startOf(60);
    var all = new ArrayList<Provider>();
    for (int number = 0; number < providers; number++) {
      var provider = scene.provider(Scene.providerNumber(number));
      all.add(provider);
      progress.accept("opening agreements with provider %d of %d".formatted(number + 1, providers));
      var ids =
          deals.openMany(provider, agreements / providers, end).stream()
              .map(opened -> opened.agreements().getFirst())
              .toList();
      store(scene, deals, epochs, unit, provider, ids);
    }
    var measured = new Measuring(scene, epochs, all);
    progress.accept("first epoch");
    measured.live(STEADY_EPOCH - 1);
    progress.accept("second epoch, measured");
    measured.live(STEADY_EPOCH);
    progress.accept("later roots");
    return measured.rootOfEveryDay(STEADY_EPOCH).of(agreements);
  }

  private static void store(
      Scene scene,
      Deals deals,
      Epochs epochs,
      StoredUnit unit,
      Provider provider,
      List<AgreementId> ids) {
    scene
        .chain()
        .sendAll(
            Scene.GATEWAY,
            ids.stream()
                .map(id -> deals.commit(unit.revision(id, 1), Scene.CONSUMER, provider))
                .toList());
    ids.forEach(id -> epochs.store(id, unit));
  }

  /// The parts of the newest epoch that was lived through.
  private static final class Measuring {
    private final Scene scene;
    private final Epochs epochs;
    private final List<Provider> providers;
    private final ContractLedger ledger;
    private long seedGas;
    private long auditGas;
    private long rootGas;
    private long settleGas;
    private long settlements;
    private long cpuNanos;
    private long wallNanos;
    private long bytes;

    private Measuring(Scene scene, Epochs epochs, List<Provider> providers) {
      this.scene = scene;
      this.epochs = epochs;
      this.providers = providers;
      this.ledger =
          new ContractLedger(
              scene.contracts(), scene.chain().sender(Scene.DEPLOYER), FollowingPolicy.DEVELOPMENT);
    }

    private Measuring live(long epoch) throws IOException, InterruptedException {
      cpuNanos = 0;
      wallNanos = 0;
      settleGas = 0;
      settlements = 0;
      scene.chain().moveTo(scene.schedule().endOf(epoch) + 10);
      long seeded = scene.chain().chain().height();
      settle(epoch);
      seedGas = gas(seeded).stream().mapToLong(Long::longValue).sum();
      for (var provider : providers) {
        auditGas = epochs.audit(provider, epoch).gasUsed();
      }
      epochs.report(epoch, Bytes32.ZERO, 3);
      epochs.settleDown(epoch);
      long from = scene.chain().chain().height();
      if (settle(epoch) != Stage.COMPLETE) {
        throw new IllegalStateException("Epoch " + epoch + " was not settled.");
      }
      bytes = bytesOfBooks();
      for (long gas : gas(from)) {
        settleGas += gas;
        settlements++;
      }
      return this;
    }

    private Measuring rootOfEveryDay(long after) {
      var any = new AgreementId(BigInteger.ONE.shiftLeft(64));
      rootGas = epochs.steadyRoot(after, any, 3).gasUsed();
      return this;
    }

    private Stage settle(long epoch) throws InterruptedException {
      var drand = BlsBn254.Secret.ofDevelopmentBeacon();
      var run =
          new SettlementRun(
              epoch,
              ledger,
              round -> Optional.of(drand.sign(round)),
              posted -> Optional.of(List.of()),
              SettlementObserver.NONE);
      long cpu = cpuOfThisProcess();
      long wall = System.nanoTime();
      var stage = run.advance(ledger.books());
      cpuNanos += cpuOfThisProcess() - cpu;
      wallNanos += System.nanoTime() - wall;
      return stage;
    }

    // Of each transaction since that block: one is mined at a time.
    private List<Long> gas(long after) {
      var chain = scene.chain().chain();
      List<Long> used = new ArrayList<>();
      for (long block = after + 1; block <= chain.height(); block++) {
        var answer =
            chain.rpc().call("eth_getBlockByNumber", "0x" + Long.toHexString(block), false);
        var gas = new BigInteger(answer.path("gasUsed").asText().substring(2), 16).longValueExact();
        if (gas > 0) {
          used.add(gas);
        }
      }
      return used;
    }

    // What a look at the chain brings along and the run keeps until it is done.
    private long bytesOfBooks() {
      long before = usedMemory();
      var books = ledger.books();
      long with = usedMemory();
      return books.slas().isEmpty() ? 0 : Math.max(0, with - before);
    }

    // anvil's own is not in it.
    private static long cpuOfThisProcess() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private static long usedMemory() {
      System.gc();
      var runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }

    private MeasuredEpoch of(int agreements) {
      return new MeasuredEpoch(
          agreements,
          providers.size(),
          seedGas,
          auditGas,
          rootGas,
          settleGas,
          settlements,
          cpuNanos,
          wallNanos,
          bytes);
    }
  }
}
