package network.flashback.acceptance.fault;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.evm.PrivateKey;
import network.flashback.evm.possession.TreeBuilder;
import network.flashback.evm.possession.TreeHash;
import network.flashback.evm.possession.TreeShape;
import network.flashback.evm.possession.UnitTree;
import network.flashback.gateway.metadata.Revisions.Signed;
import network.flashback.providers.ProvingStore.Cosigned;
import network.flashback.providers.ProvingStore.UnitRoot;
import network.flashback.providers.Receipt;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoredName;
import network.flashback.providers.node.EgressLedger;
import network.flashback.providers.node.NodeAgreement;
import network.flashback.providers.node.NodeHttp;
import network.flashback.providers.node.NodeMessages;
import network.flashback.providers.node.NodeObjectStore;

/// The consumer's side of one agreement: puts its piece over the node's own protocol, signs what it
/// can recompute, and believes nothing that it reads unchecked.
final class FaultyLeg implements AutoCloseable {
  /// Between the name of the leg's own piece and those of others.
  private static final BigInteger MORE = BigInteger.ONE.shiftLeft(200);

  private final FaultChain chain;
  private final FaultyProvider provider;
  private final AgreementId agreement;
  private final NodeObjectStore store;
  private final List<Receipt> more = new ArrayList<>();
  private Optional<Receipt> receipt = Optional.empty();
  private final StoredName name;
  private long sequence;

  FaultyLeg(FaultChain chain, FaultyProvider provider, AgreementId agreement, NodeHttp http) {
    this.chain = chain;
    this.provider = provider;
    this.agreement = agreement;
    this.name = new StoredName(Bytes32.of(agreement.value().longValue() + 1));
    this.store = store(http);
  }

  /// What came of asking for the piece.
  enum Reading {
    RIGHT,
    /// Something came, and was found to be something else.
    DAMAGED,
    NOTHING
  }

  FaultyProvider provider() {
    return provider;
  }

  AgreementId agreement() {
    return agreement;
  }

  Bytes32 pieceId() {
    return name.value();
  }

  void put(byte[] piece) throws IOException {
    receipt = store.put(name, piece.length, new ByteArrayInputStream(piece)).receipt();
  }

  /// Whether the node itself says that it has lost the piece.
  boolean isToldLost() throws IOException {
    return store.lost().contains(name);
  }

  /// Puts the piece again under its name, as gateways repair: the tree stays as it is.
  void heal(byte[] piece) throws IOException {
    var before = receipt.orElseThrow();
    put(piece);
    var now = receipt.orElseThrow();
    if (now.slot() != before.slot() || !now.root().equals(before.root())) {
      throw new IllegalStateException("The piece came to another place: " + now);
    }
  }

  /// Puts another piece beside the leg's own.
  void putMore(byte[] piece) throws IOException {
    var other = new StoredName(Bytes32.of(name.value().toInteger().add(MORE).add(numbered())));
    more.add(
        store.put(other, piece.length, new ByteArrayInputStream(piece)).receipt().orElseThrow());
  }

  private BigInteger numbered() {
    return BigInteger.valueOf(more.size());
  }

  /// Signs what this side has receipts for, and nothing else.
  Signed cosign() throws IOException {
    var tree =
        UnitTree.of(
            Stream.concat(receipt.stream(), more.stream())
                .map(r -> new UnitTree.Placed((int) r.slot(), r.root(), r.leaves()))
                .toList());
    sequence++;
    var unit = new UnitRoot(tree.root(), tree.leaves());
    return switch (store.cosign(sequence, unit)) {
      case Cosigned.Agreed agreed ->
          new Signed(unit, sequence, TreeHash.STANDARD, agreed.consumer(), agreed.provider());
      case Cosigned.Differs differs ->
          throw new IllegalStateException("The node sees another unit: " + differs.theirs());
    };
  }

  /// Reads the piece and compares its tree with the one that the receipt was given for.
  Reading read(byte[] into) {
    try (var bytes = store.get(name, 0, into.length)) {
      bytes.readNBytes(into, 0, into.length);
      var root = new TreeBuilder(TreeShape.of(TreeHash.STANDARD)).add(into).finish().root();
      return root.equals(receipt.orElseThrow().root()) ? Reading.RIGHT : Reading.DAMAGED;
    } catch (StoreException refused) {
      return refused.reason() == StoreException.Reason.CORRUPT ? Reading.DAMAGED : Reading.NOTHING;
    } catch (IOException nothing) {
      return Reading.NOTHING;
    }
  }

  @Override
  public void close() {
    store.close();
  }

  private NodeObjectStore store(NodeHttp http) {
    var contracts = chain.contracts();
    PrivateKey consumer = chain.key(FaultChain.CONSUMER);
    return new NodeObjectStore(
        http,
        new NodeAgreement(
            agreement.value(),
            provider.id(),
            chain.key(provider.key()).address(),
            provider.address(),
            BigInteger.ZERO,
            BigInteger.ZERO,
            TreeHash.STANDARD),
        new NodeMessages(
            contracts.chain().id(),
            contracts.orchestrator().address(),
            contracts.deployment().address("PossessionVerifier")),
        consumer,
        new Unpriced(),
        chain.clock());
  }

  /// Egress that costs nothing: nothing is promised for it.
  private static final class Unpriced implements EgressLedger {
    private Promise promise = new Promise(BigInteger.ZERO, 0);
    private long permitted;

    @Override
    public synchronized Promise promised() {
      return promise;
    }

    @Override
    public synchronized long permittedBytes() {
      return permitted;
    }

    @Override
    public synchronized void permit(long bytes) {
      permitted = Math.max(permitted, bytes);
    }

    @Override
    public synchronized Promise promise(Promise next) {
      promise = next.servedBytes() > promise.servedBytes() ? next : promise;
      return promise;
    }
  }
}
