package network.flashback.node.serve;

import java.time.Duration;

/// One read on its agreement's bill: counted before its bytes leave, so that no more than the
/// window is ever unpaid, and what did not leave is given back when it is over. Used by the thread
/// that answers alone.
final class BilledRead {
  private final Bill bill;
  private long bytes;

  BilledRead(Bill bill) {
    this.bill = bill;
  }

  /// Bytes of this read that are on the bill.
  long bytes() {
    return bytes;
  }

  /// As [Bill#take(long)].
  boolean take(long more) {
    boolean fits = bill.take(more);
    bytes += fits ? more : 0;
    return fits;
  }

  /// As [Bill#take(long, Duration)].
  boolean take(long more, Duration patience) throws InterruptedException {
    boolean fits = bill.take(more, patience);
    bytes += fits ? more : 0;
    return fits;
  }

  /// Nothing leaves any more.
  ///
  /// @param sent bytes that were handed to the network
  void over(long sent) {
    long unsent = bytes - sent;
    if (unsent > 0) {
      bytes = sent;
      bill.giveBack(unsent);
    }
  }
}
