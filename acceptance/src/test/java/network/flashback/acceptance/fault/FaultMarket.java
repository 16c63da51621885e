package network.flashback.acceptance.fault;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.LegTerms;
import network.flashback.chain.contract.OfferTerms;
import network.flashback.chain.contract.SignedOffer;
import network.flashback.chain.contract.SlaTerms;
import network.flashback.domain.erasure.ErasureCode;
import network.flashback.domain.erasure.ErasureCodes;
import network.flashback.evm.Bytes32;
import network.flashback.providers.node.NodeHttp;

/// One SLA of a consumer with a leg at each provider: any two of the pieces are the object.
final class FaultMarket implements AutoCloseable {
  /// Token units a second.
  static final long RATE = 100;

  /// P: what an epoch pays.
  static final BigInteger EPOCH_PAY = BigInteger.valueOf(RATE * FaultChain.EPOCH_SECONDS);

  /// C: what each provider commits.
  static final BigInteger COLLATERAL = EPOCH_PAY.multiply(BigInteger.TEN);

  /// The first epoch that is paid, and the first that is not any more.
  static final long FIRST = 1;

  static final long END = 8;

  private static final int FIRST_KEY = 2;
  private static final int DATA = 2;
  private static final int PIECE_BYTES = 20_000;

  private final FaultChain chain;
  private final List<FaultyProvider> providers = new ArrayList<>();
  private final List<FaultyLeg> legs = new ArrayList<>();
  private final NodeHttp http = new NodeHttp(Duration.ofSeconds(5));
  private final byte[][] pieces;
  private final byte[] object = new byte[DATA * PIECE_BYTES];
  private final ErasureCode code;
  private final Bytes32 slaId;

  FaultMarket(FaultChain chain, int size, Path disks, Random random) throws IOException {
    this.chain = chain;
    for (int i = 0; i < size; i++) {
      providers.add(new FaultyProvider(chain, FIRST_KEY + i, disks.resolve("disk-" + i)));
    }
    code = ErasureCodes.fastest(DATA, size);
    pieces = new byte[size][PIECE_BYTES];
    random.nextBytes(object);
    for (int i = 0; i < DATA; i++) {
      System.arraycopy(object, i * PIECE_BYTES, pieces[i], 0, PIECE_BYTES);
    }
    code.encode(pieces, 0, PIECE_BYTES);
    chain.at(chain.schedule().startOf(0) + 60);
    slaId = open();
    var agreements = chain.contracts().lens().sla(slaId).agreements();
    for (int i = 0; i < size; i++) {
      legs.add(new FaultyLeg(chain, providers.get(i), agreements.get(i).id(), http));
    }
  }

  Bytes32 slaId() {
    return slaId;
  }

  FaultyLeg leg(int index) {
    return legs.get(index);
  }

  List<FaultyProvider> providers() {
    return providers;
  }

  /// Both sides sign that the agreement begins, then the piece, then that it is there.
  void begin(int index) throws IOException, InterruptedException {
    var leg = legs.get(index);
    leg.cosign();
    leg.provider().look();
    leg.put(pieces[index]);
    leg.cosign();
  }

  /// Puts a leg's piece again, made of two others, once its own node has found that it is lost.
  void repair(int index, int one, int other) throws IOException {
    var found = new byte[legs.size()][PIECE_BYTES];
    var present = new boolean[legs.size()];
    for (int source : List.of(one, other)) {
      if (legs.get(source).read(found[source]) != FaultyLeg.Reading.RIGHT) {
        throw new IllegalStateException("Leg " + source + " has nothing to repair with.");
      }
      present[source] = true;
    }
    code.reconstruct(found, present, 0, PIECE_BYTES);
    legs.get(index).provider().readAll();
    if (!legs.get(index).isToldLost()) {
      throw new IllegalStateException("Leg " + index + " does not know what it lost.");
    }
    legs.get(index).heal(found[index]);
    if (legs.get(index).isToldLost()) {
      throw new IllegalStateException("Leg " + index + " does not know that it is whole.");
    }
  }

  FaultyLeg.Reading read(int index) {
    return legs.get(index).read(new byte[PIECE_BYTES]);
  }

  /// Whether the object is whole, read from this leg where it gives its piece, and from the two
  /// others.
  boolean isWhole(int index, int one, int other) {
    var found = new byte[legs.size()][PIECE_BYTES];
    var present = new boolean[legs.size()];
    int have = 0;
    for (int source : IntStream.of(index, one, other).distinct().toArray()) {
      if (have < DATA && legs.get(source).read(found[source]) == FaultyLeg.Reading.RIGHT) {
        present[source] = true;
        have++;
      }
    }
    if (have < DATA) {
      return false;
    }
    code.reconstruct(found, present, 0, PIECE_BYTES);
    var read = new byte[object.length];
    for (int i = 0; i < DATA; i++) {
      System.arraycopy(found[i], 0, read, i * PIECE_BYTES, PIECE_BYTES);
    }
    return Arrays.equals(read, object);
  }

  /// Agreements that reporters can probe in an epoch.
  int probed() {
    return (int)
        chain.contracts().lens().sla(slaId).agreements().stream()
            .filter(a -> a.state() == AgreementState.ACTIVE)
            .count();
  }

  private Bytes32 open() {
    var orchestrator = chain.contracts().orchestrator();
    long now = chain.contracts().chain().head().timestamp().getEpochSecond();
    var offers = providers.stream().map(provider -> offer(provider, now)).toList();
    var rate = BigInteger.valueOf(RATE).shiftLeft(32);
    // What the provider can be paid: from the second epoch to the end, and a bit for rounding.
    var deposit = EPOCH_PAY.multiply(BigInteger.valueOf(END)).add(BigInteger.ONE);
    var legTerms =
        offers.stream()
            .map(
                signed ->
                    new LegTerms(
                        signed.offer().providerId(),
                        signed.offer().hash(orchestrator.domain()),
                        FaultyProvider.CAPACITY_BYTES,
                        rate,
                        deposit,
                        BigInteger.ZERO,
                        COLLATERAL))
            .toList();
    var sla =
        new SlaTerms(
            chain.key(FaultChain.CONSUMER).address(),
            FaultChain.MARKET,
            DATA,
            providers.size(),
            chain.schedule().startOf(FIRST),
            chain.schedule().startOf(END),
            rate,
            0,
            BigInteger.ZERO,
            List.of(),
            legTerms,
            Bytes32.ZERO,
            BigInteger.ONE);
    chain.send(FaultChain.CONSUMER, orchestrator.open(sla, offers));
    return sla.hash(orchestrator.domain());
  }

  private SignedOffer offer(FaultyProvider provider, long now) {
    var domain = chain.contracts().orchestrator().domain();
    var gib = BigInteger.ONE.shiftLeft(30);
    var offer =
        new OfferTerms(
            provider.id(),
            FaultChain.MARKET,
            BigInteger.valueOf(RATE)
                .shiftLeft(32)
                .multiply(gib.divide(BigInteger.valueOf(FaultyProvider.CAPACITY_BYTES))),
            BigInteger.ZERO,
            FaultyProvider.CAPACITY_BYTES,
            1,
            1,
            100 * FaultChain.EPOCH_SECONDS,
            10 * FaultChain.EPOCH_SECONDS,
            0,
            Bytes32.ZERO,
            Bytes32.ZERO,
            now + 3_000,
            0,
            BigInteger.ONE);
    var signature = chain.key(provider.key()).sign(offer.typedData(domain)).toBytes();
    return new SignedOffer(offer, signature);
  }

  @Override
  public void close() throws IOException {
    legs.forEach(FaultyLeg::close);
    http.close();
    for (var provider : providers) {
      provider.close();
    }
  }
}
