package network.flashback.providers.node;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.evm.Signature;
import network.flashback.evm.Wallet;
import network.flashback.providers.StoreException;
import network.flashback.providers.StoreException.Reason;
import network.flashback.providers.node.EgressLedger.Promise;

/// Pays a node for what it serves: a voucher for each half window received, and the rest at the end
/// of a burst.
///
/// Three counts bound what is paid. `requested` is what was asked for and never too low; `received`
/// is what came and never too high; `coming` is what reads under way may still bring. The node's
/// own count lies between the first two when it is honest, since reads may be given up half way. It
/// is believed for one window beyond the last promise, since an honest node serves no more: that is
/// the most a node can get for nothing at a time. What it counts and what neither came nor is
/// coming was given up, and lost: it counts as received while the node says so, and no longer,
/// because a node takes back what it did not send as soon as it sees that nobody reads on. Bytes
/// that are coming are not lost, or they would be paid again when they are here.
final class Egress {
  /// A node's default window, beyond which it stops serving.
  private static final long WINDOW_BYTES = 8 << 20;

  private static final long VOUCHER_EVERY_BYTES = WINDOW_BYTES / 2;

  /// So much given up is not left until a node refuses the next read: it fills the window, and
  /// everybody would wait.
  private static final long SETTLE_AFTER_BYTES = WINDOW_BYTES / 8;

  /// Permission is taken in steps, so that the ledger is not written at every read.
  private static final long PERMIT_STEP_BYTES = 64 << 20;

  private final NodeClient client;
  private final NodeAgreement agreement;
  private final NodeMessages messages;
  private final Wallet sessionKey;
  private final EgressLedger ledger;
  private final ReentrantLock paying = new ReentrantLock();
  private final AtomicLong requestedBytes;
  private final AtomicLong receivedBytes;
  private final AtomicLong comingBytes = new AtomicLong();
  private final AtomicLong lostBytes = new AtomicLong();

  /// Given up since the node was last asked what it served.
  private final AtomicLong doubtfulBytes = new AtomicLong();

  private final AtomicLong promisedBytes;
  private final AtomicLong permittedBytes;
  private final AtomicBoolean owing;

  /// The highest sum in the ledger that is known of; token units. Guarded by `paying`.
  private BigInteger promised;

  private volatile boolean remembers;

  Egress(
      NodeClient client,
      NodeAgreement agreement,
      NodeMessages messages,
      Wallet sessionKey,
      EgressLedger ledger) {
    this.client = client;
    this.agreement = agreement;
    this.messages = messages;
    this.sessionKey = sessionKey;
    this.ledger = ledger;
    var last = ledger.promised();
    var before = last.servedBytes();
    this.promised = last.cumulative();
    // What an earlier run may have read without paying is permitted in the ledger; the first
    // settlement asks the node how much it was.
    this.permittedBytes = new AtomicLong(Math.max(before, ledger.permittedBytes()));
    this.requestedBytes = new AtomicLong(permittedBytes.get());
    this.receivedBytes = new AtomicLong(before);
    this.promisedBytes = new AtomicLong(before);
    this.owing = new AtomicBoolean(requestedBytes.get() > before);
    this.remembers = permittedBytes.get() > 0;
  }

  /// To be called before asking for bytes.
  void request(long bytes) throws IOException {
    if (!remembers) {
      remember();
    }
    owing.set(true);
    var total = requestedBytes.addAndGet(bytes);
    if (total > permittedBytes.get()) {
      var permitted = total + PERMIT_STEP_BYTES;
      ledger.permit(permitted);
      permittedBytes.accumulateAndGet(permitted, Math::max);
    }
    comingBytes.addAndGet(bytes);
  }

  /// To be called when the node refused what was asked for: then it served nothing of it, whatever
  /// it counts later.
  void refused(long bytes) {
    requestedBytes.addAndGet(-bytes);
    comingBytes.addAndGet(-bytes);
  }

  /// To be called when so much of what was asked for will not come any more, whether the node
  /// served it or not.
  void givenUp(long bytes) {
    comingBytes.addAndGet(-bytes);
    if (bytes > 0) {
      doubtfulBytes.addAndGet(bytes);
      owing.set(true);
    }
  }

  /// To be called when bytes have come.
  void receive(long bytes) throws IOException {
    // In this order: a settlement must not miss bytes in both counts.
    var total = receivedBytes.addAndGet(bytes);
    comingBytes.addAndGet(-bytes);
    if (!owing.get()) {
      owing.set(true);
    }
    // One reader pays for all; the others read on.
    var doubtful = doubtfulBytes.get() >= SETTLE_AFTER_BYTES;
    var due = total + lostBytes.get() - promisedBytes.get() >= VOUCHER_EVERY_BYTES;
    if ((doubtful || due) && paying.tryLock()) {
      try {
        if (doubtful) {
          settle();
        } else {
          pay(receivedBytes.get() + lostBytes.get());
        }
      } finally {
        paying.unlock();
      }
    }
  }

  /// Pays what the node says it served, as far as that was asked for.
  void settle() throws IOException {
    paying.lock();
    try {
      if (!owing.getAndSet(false)) {
        return;
      }
      doubtfulBytes.set(0);
      var said = client.ask(client.request("GET", "/usage"), 200).number("servedBytes");
      var believed = Math.min(requestedBytes.get(), promisedBytes.get() + WINDOW_BYTES);
      var served = Math.min(said, believed);
      var coming = comingBytes.get();
      var received = receivedBytes.get();
      var lost = Math.max(0, served - received - coming);
      // While more is coming, nobody knows how much of what the node counts that is.
      lostBytes.set(coming == 0 ? lost : Math.max(lost, lostBytes.get()));
      pay(Math.max(received, served));
    } catch (IOException e) {
      owing.set(true);
      throw e;
    } finally {
      paying.unlock();
    }
  }

  /// An empty ledger is a new one or a lost one. The node's newest voucher has our own signature,
  /// and so tells what was promised before; a lower promise would buy nothing from it. What it
  /// served since, up to the window it may leave open, is to be paid too.
  private void remember() throws IOException {
    paying.lock();
    try {
      if (remembers) {
        return;
      }
      var usage = client.ask(client.request("GET", "/usage"), 200);
      if (usage.has("voucherSignature")) {
        var promise = new Promise(usage.integer("cumulative"), usage.number("voucherBytes"));
        if (isOurs(promise, usage.signature("voucherSignature"))) {
          var open = usage.number("servedBytes") - promise.servedBytes();
          var requested = promise.servedBytes() + Math.clamp(open, 0, WINDOW_BYTES);
          ledger.permit(requested);
          promised = ledger.promise(promise).cumulative();
          permittedBytes.accumulateAndGet(requested, Math::max);
          requestedBytes.accumulateAndGet(requested, Math::max);
          receivedBytes.accumulateAndGet(promise.servedBytes(), Math::max);
          promisedBytes.accumulateAndGet(promise.servedBytes(), Math::max);
        }
      }
      remembers = true;
    } finally {
      paying.unlock();
    }
  }

  /// A key that was given up may have signed it as well; then nothing is known of before.
  private boolean isOurs(Promise promise, Signature signature) {
    var voucher =
        messages.voucher(agreement.agreementId(), promise.cumulative(), promise.servedBytes());
    return signature.isBy(sessionKey.address(), voucher.digest());
  }

  private void pay(long servedBytes) throws IOException {
    if (servedBytes <= promisedBytes.get()) {
      return;
    }
    var cumulative = agreement.costOf(servedBytes).max(promised);
    if (cumulative.compareTo(agreement.voucherCeiling()) > 0) {
      throw new StoreException(
          Reason.UNPAID,
          "egress of agreement %s would cost %s, but its escrow and session key allow %s: extend the SLA's egress"
              .formatted(agreement.agreementId(), cumulative, agreement.voucherCeiling()));
    }
    promised = ledger.promise(new Promise(cumulative, servedBytes)).cumulative();
    send(new Promise(promised, servedBytes));
    promisedBytes.accumulateAndGet(servedBytes, Math::max);
  }

  private void send(Promise promise) throws IOException {
    var voucher =
        messages.voucher(agreement.agreementId(), promise.cumulative(), promise.servedBytes());
    BigInteger cumulative = promise.cumulative();
    client.ask(
        client.post(
            "/vouchers",
            Map.of(
                "cumulative", cumulative.toString(),
                "servedBytes", Long.toString(promise.servedBytes()),
                "signature", sessionKey.sign(voucher).toString())),
        200,
        201);
  }
}
