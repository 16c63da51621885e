package network.flashback.providers.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.flashback.evm.Wallet;
import network.flashback.evm.possession.PossessionTree;
import network.flashback.evm.possession.TreeHash;
import network.flashback.providers.Capabilities;
import network.flashback.providers.Listing;
import network.flashback.providers.Occupancy;
import network.flashback.providers.ProvingStore;
import network.flashback.providers.Receipt;
import network.flashback.providers.SteadyInput;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.Stored;
import network.flashback.providers.StoredName;

/// One agreement at a DIRECT provider's node.
///
/// Nothing the node says is believed unchecked: a receipt counts only with the node key's signature
/// and the root of the bytes that were sent, a revision only when its signature fits the root
/// computed here.
public final class NodeObjectStore implements ProvingStore {
  /// How often a node is asked for a piece while its window is full; it lets each wait for a while.
  private static final int OPENINGS_MAX = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SLOTS_AT_ONCE = 1000;

  /// Largest piece a node takes: 1 GiB, far above the pieces of a 64 MiB segment.
  private static final long PIECE_BYTES_MAX = 1L << 30;

  /// Largest piece that is sent with the head of its request.
  private static final int WHOLE_BYTES_MAX = 64 << 10;

  private final NodeAgreement agreement;
  private final NodeMessages messages;
  private final Wallet sessionKey;
  private final NodeClient client;
  private final Egress egress;

  /// @param http shared by all stores
  /// @param sessionKey the consumer's, or one it granted READ, WRITE, REVISION and VOUCHER
  public NodeObjectStore(
      NodeHttp http,
      NodeAgreement agreement,
      NodeMessages messages,
      Wallet sessionKey,
      EgressLedger ledger,
      InstantSource clock) {
    this(http, agreement, messages, sessionKey, ledger, clock, PATIENCE);
  }

  /// @param patience how long to wait for the begin of an answer, or for a trickle
  NodeObjectStore(
      NodeHttp http,
      NodeAgreement agreement,
      NodeMessages messages,
      Wallet sessionKey,
      EgressLedger ledger,
      InstantSource clock,
      Duration patience) {
    this.agreement = agreement;
    this.messages = messages;
    this.sessionKey = sessionKey;
    this.client = new NodeClient(http, agreement, messages, sessionKey, clock, patience);
    this.egress = new Egress(client, agreement, messages, sessionKey, ledger);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true, true, PIECE_BYTES_MAX);
  }

  @Override
  public Stored put(StoredName name, long length, InputStream body) throws IOException {
    var measured = new TreeInput(body, agreement.treeHash());
    var request = client.request("PUT", "/pieces/" + name).with(content(measured, length));
    try (var answer = client.sendOnce(request, length, () -> !measured.isBegun(), 200, 201)) {
      var receipt = checked(Answer.read(answer.body()), name, length, measured.tree());
      return new Stored(name, length, Optional.of(receipt));
    }
  }

  /// A short body goes with the head. Before a longer one the node is asked: one that is full says
  /// so before the bytes are sent.
  private static NodeRequest.Body content(InputStream body, long length) throws IOException {
    if (length > WHOLE_BYTES_MAX) {
      return new NodeRequest.Stream(body, length);
    }
    var bytes = body.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("the body ended " + (length - bytes.length) + " bytes early");
    }
    return new NodeRequest.Whole(bytes);
  }

  @Override
  public Optional<Stored> find(StoredName name) throws IOException {
    try {
      try (var response = client.send(client.request("HEAD", "/pieces/" + name), 200)) {
        return Optional.of(new Stored(name, response.length().orElse(0), Optional.empty()));
      }
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public InputStream get(StoredName name, long first, long length) throws IOException {
    if (length == 0) {
      return requireRange(name, first);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return open(name, first, length);
      } catch (StoreException e) {
        if (e.reason() != Reason.UNPAID || attempt == OPENINGS_MAX) {
          throw e;
        }
      }
      // Reads given up half way, or a crash, can leave more served than was paid; pay it and ask
      // again. Other reads may be sooner to use what that frees.
      egress.settle();
    }
  }

  @Override
  public void delete(StoredName name) throws IOException {
    try {
      client.send(client.request("DELETE", "/pieces/" + name), 200, 204).close();
    } catch (StoreException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public Listing list(Optional<StoredName> after, int limit) throws IOException {
    // Nodes list by slot; names are random, so the page is picked out of them all.
    var names = new ArrayList<StoredName>();
    for (long from = 0; ; ) {
      var slots = slots(from, SLOTS_AT_ONCE);
      slots.stream().map(OccupiedSlot::name).forEach(names::add);
      if (slots.size() < SLOTS_AT_ONCE) {
        break;
      }
      from = slots.getLast().slot() + 1;
    }
    names.removeIf(name -> after.isPresent() && name.compareTo(after.get()) <= 0);
    names.sort(null);
    var last = names.size() <= limit;
    return new Listing(last ? names : names.subList(0, limit), last);
  }

  @Override
  public Occupancy occupancy() throws IOException {
    var usage = client.ask(client.request("GET", "/usage"), 200);
    var capacity = usage.json().path("capacityBytes").asLong(Long.MAX_VALUE);
    return new Occupancy(usage.number("storedBytes"), usage.number("pieces"), capacity);
  }

  @Override
  public Mark mark() throws IOException {
    var answer = client.ask(client.post("/mark", Map.of()), 200);
    return new Mark(
        answer.number("version"), new UnitRoot(answer.word("root"), answer.number("leaves")));
  }

  @Override
  public Cosigned cosign(long sequence, UnitRoot unit) throws IOException {
    return cosign(sequence, unit, Map.of());
  }

  @Override
  public Cosigned cosignMarked(long sequence, UnitRoot unit, Mark mark) throws IOException {
    return cosign(sequence, unit, Map.of("version", Long.toString(mark.version())));
  }

  private Cosigned cosign(long sequence, UnitRoot unit, Map<String, String> marked)
      throws IOException {
    var revision =
        messages.revision(
            agreement.agreementId(), unit.root(), unit.leaves(), sequence, agreement.treeHash());
    var ours = sessionKey.sign(revision);
    var asked = new HashMap<>(marked);
    asked.put("sequence", Long.toString(sequence));
    asked.put("root", unit.root().toString());
    asked.put("leaves", Long.toString(unit.leaves()));
    asked.put("treeHash", Integer.toString(agreement.treeHash().code()));
    asked.put("signature", ours.toString());
    var request = client.post("/revisions", asked);
    try (var response = client.send(request, 200, 201, 409)) {
      var answer = Answer.read(response.body());
      if (response.status() == 409) {
        return new Cosigned.Differs(new UnitRoot(answer.word("root"), answer.number("leaves")));
      }
      var theirs = answer.signature("signature");
      if (!theirs.isBy(agreement.nodeKey(), revision.digest())) {
        throw corrupt("signed a revision with a key that is not its node key");
      }
      return new Cosigned.Agreed(ours, theirs);
    }
  }

  @Override
  public List<OccupiedSlot> slots(long from, int limit) throws IOException {
    return slots("/slots?from=" + from + "&limit=" + limit);
  }

  @Override
  public List<OccupiedSlot> slots(Mark mark, long from, int limit) throws IOException {
    return slots("/slots?from=" + from + "&limit=" + limit + "&version=" + mark.version());
  }

  private List<OccupiedSlot> slots(String path) throws IOException {
    var answer = client.ask(client.request("GET", path), 200);
    var slots = new ArrayList<OccupiedSlot>();
    for (Answer slot : answer.elements()) {
      slots.add(
          new OccupiedSlot(
              slot.number("slot"),
              new StoredName(slot.word("pieceId")),
              slot.number("leaves"),
              slot.word("root")));
    }
    return slots;
  }

  @Override
  public List<StoredName> lost() throws IOException {
    try {
      var names = new ArrayList<StoredName>();
      for (Answer piece : client.ask(client.request("GET", "/lost"), 200).elements()) {
        names.add(new StoredName(piece.word("pieceId")));
      }
      return names;
    } catch (StoreException e) {
      if (e.reason() == Reason.NOT_FOUND) {
        // A node from before it could be asked.
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void settle() throws IOException {
    egress.settle();
  }

  @Override
  public void close() {
    // The session ends by itself; connections belong to the shared client.
  }

  private InputStream open(StoredName name, long first, long length) throws IOException {
    egress.request(length);
    var request =
        client
            .request("GET", "/pieces/" + name)
            .with("Range", "bytes=" + first + "-" + (first + length - 1));
    var response = answered(request, length);
    var announced = response.length().orElse(length);
    if (announced != length || (response.status() == 200 && first != 0)) {
      egress.givenUp(length);
      response.close();
      throw new StoreException(
          Reason.RANGE,
          "node %s sent %d bytes of %s, but %d from %d on were asked for"
              .formatted(agreement.endpoint(), announced, name, length, first));
    }
    var steady =
        new SteadyInput(response.body(), length, "node " + agreement.endpoint(), client.patience());
    return new PaidInput(steady, length, egress);
  }

  private NodeResponse answered(NodeRequest request, long length) throws IOException {
    try {
      return client.send(request, 200, 206);
    } catch (StoreException e) {
      if (e.reason() == Reason.UNAVAILABLE) {
        // Who is unavailable may have begun.
        egress.givenUp(length);
      } else {
        egress.refused(length);
      }
      throw e;
    } catch (IOException e) {
      // Without an answer nobody knows.
      egress.givenUp(length);
      throw e;
    }
  }

  private InputStream requireRange(StoredName name, long first) throws IOException {
    var stored =
        find(name)
            .orElseThrow(
                () -> new StoreException(Reason.NOT_FOUND, "nothing is kept under " + name));
    if (first > stored.bytes()) {
      throw new StoreException(
          Reason.RANGE, name + " has " + stored.bytes() + " bytes, none at " + first);
    }
    return InputStream.nullInputStream();
  }

  private Receipt checked(Answer answer, StoredName name, long length, PossessionTree tree)
      throws IOException {
    var receipt =
        new Receipt(
            answer.integer("agreementId"),
            answer.word("pieceId"),
            answer.number("slot"),
            answer.number("bytes"),
            answer.number("leaves"),
            answer.word("root"),
            treeHash(answer),
            answer.signature("signature"));
    var same =
        receipt.agreementId().equals(agreement.agreementId())
            && receipt.pieceId().equals(name.value())
            && receipt.bytes() == length
            && receipt.leaves() == tree.leaves()
            && receipt.treeHash() == agreement.treeHash()
            && receipt.root().equals(tree.root());
    if (!same) {
      throw corrupt("gave a receipt for other bytes than were sent as " + name);
    }
    var promise =
        messages.receipt(
            receipt.agreementId(),
            receipt.pieceId(),
            receipt.slot(),
            receipt.bytes(),
            receipt.leaves(),
            receipt.root(),
            receipt.treeHash());
    if (!receipt.signature().isBy(agreement.nodeKey(), promise.digest())) {
      throw corrupt("signed a receipt with a key that is not its node key");
    }
    return receipt;
  }

  private TreeHash treeHash(Answer answer) throws IOException {
    try {
      return TreeHash.of(answer.number("treeHash"));
    } catch (IllegalArgumentException unknown) {
      throw corrupt("gave a receipt for a tree of a kind that is unknown here");
    }
  }

  private StoreException corrupt(String what) {
    return new StoreException(
        Reason.CORRUPT,
        "node %s of provider %d %s".formatted(agreement.endpoint(), agreement.providerId(), what));
  }
}
