package network.flashback.node.serve;

import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import network.flashback.chain.contract.AgreementId;
import network.flashback.node.store.PaidVoucher;
import network.flashback.node.store.Pieces;

/// The bills of all agreements. Vouchers are durable before they count; what was served is noted
/// with each of them.
public final class Bills {
  private final Pieces store;
  private final Prices prices;
  private final long windowBytes;
  private final ConcurrentMap<AgreementId, Bill> bills = new ConcurrentHashMap<>();

  /// What one GiB served costs under an agreement, token units.
  @FunctionalInterface
  public interface Prices {
    BigInteger egressPerGib(AgreementId agreement);
  }

  /// @param prices asked once for each agreement, which keeps its price from then on
  public Bills(Pieces store, Prices prices, long windowBytes) {
    this.store = store;
    this.prices = prices;
    this.windowBytes = windowBytes;
  }

  /// Bytes served and not yet paid, all agreements together.
  public long unpaidBytes() {
    return bills.values().stream().mapToLong(bill -> bill.state().unpaidBytes()).sum();
  }

  /// Bytes served under an agreement and not yet paid; 0 when it was not asked for since the start.
  public long unpaidBytes(AgreementId agreement) {
    var bill = bills.get(agreement);
    return bill == null ? 0 : bill.state().unpaidBytes();
  }

  long windowBytes() {
    return windowBytes;
  }

  Bill of(AgreementId agreement) throws IOException {
    var known = bills.get(agreement);
    if (known != null) {
      return known;
    }
    var bill =
        new Bill(
            store.egressPerGib(agreement, () -> prices.egressPerGib(agreement)),
            windowBytes,
            store.served(agreement),
            store.voucher(agreement));
    var quicker = bills.putIfAbsent(agreement, bill);
    return quicker == null ? bill : quicker;
  }

  void pay(AgreementId agreement, PaidVoucher voucher) throws IOException {
    var bill = of(agreement);
    if (voucher.cumulative().compareTo(bill.state().cumulative()) < 0) {
      return;
    }
    store.served(agreement, bill.state().servedBytes());
    store.paid(agreement, voucher);
    bill.pay(voucher);
  }
}
