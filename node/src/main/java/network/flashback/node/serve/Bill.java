package network.flashback.node.serve;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import network.flashback.node.store.PaidVoucher;

/// What one agreement's consumer has been served and has paid for. Never lets more than the window
/// be unpaid: that is the most a node can lose to a consumer who stops paying.
final class Bill {
  private static final BigInteger GIB = BigInteger.ONE.shiftLeft(30);

  private final BigInteger egressPerGib;
  private final long windowBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition paid = lock.newCondition();
  private long servedBytes;
  private long paidBytes;
  private BigInteger cumulative = BigInteger.ZERO;
  private Optional<PaidVoucher> newest = Optional.empty();

  Bill(BigInteger egressPerGib, long windowBytes, long servedBytes, Optional<PaidVoucher> voucher) {
    this.egressPerGib = egressPerGib;
    this.windowBytes = windowBytes;
    this.servedBytes = servedBytes;
    voucher.ifPresent(this::pay);
  }

  /// A state of the bill, all numbers of one moment.
  ///
  /// @param newest the voucher of that cumulative
  record State(
      long servedBytes, long paidBytes, BigInteger cumulative, Optional<PaidVoucher> newest) {
    long unpaidBytes() {
      return Math.max(0, servedBytes - paidBytes);
    }
  }

  State state() {
    lock.lock();
    try {
      return new State(servedBytes, paidBytes, cumulative, newest);
    } finally {
      lock.unlock();
    }
  }

  /// Counts bytes as served when the window has room for them.
  boolean take(long bytes) {
    lock.lock();
    try {
      boolean fits = unpaid() + bytes <= windowBytes;
      servedBytes += fits ? bytes : 0;
      return fits;
    } finally {
      lock.unlock();
    }
  }

  /// Counts bytes as served as soon as the window has room for them.
  ///
  /// @return false when it had none until the patience ended
  boolean take(long bytes, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (unpaid() + bytes > windowBytes) {
        if (left <= 0) {
          return false;
        }
        left = paid.awaitNanos(left);
      }
      servedBytes += bytes;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes back what was counted and could not be served after all.
  void giveBack(long bytes) {
    lock.lock();
    try {
      servedBytes -= bytes;
      paid.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes a voucher; a lower one than before changes nothing.
  void pay(PaidVoucher voucher) {
    lock.lock();
    try {
      if (voucher.cumulative().compareTo(cumulative) < 0) {
        return;
      }
      cumulative = voucher.cumulative();
      newest = Optional.of(voucher);
      // The consumer says it got that much, even if this node forgot some of it in a crash.
      servedBytes = Math.max(servedBytes, voucher.servedBytes());
      paidBytes = Math.max(paidBytes, bytesFor(voucher));
      paid.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What that many bytes cost, rounded up: a partial unit is owed to the provider.
  BigInteger costOf(long bytes) {
    return egressPerGib
        .multiply(BigInteger.valueOf(bytes))
        .add(GIB.subtract(BigInteger.ONE))
        .divide(GIB);
  }

  private long bytesFor(PaidVoucher voucher) {
    if (egressPerGib.signum() == 0) {
      return voucher.servedBytes();
    }
    var bytes = voucher.cumulative().multiply(GIB).divide(egressPerGib);
    return bytes.bitLength() > 62 ? Long.MAX_VALUE / 2 : bytes.longValueExact();
  }

  private long unpaid() {
    return Math.max(0, servedBytes - paidBytes);
  }
}
