package network.flashback.providers.node;

import java.math.BigInteger;

/// The durable memory of one agreement's egress, kept by whoever reads: what may have been served,
/// and what was promised for it.
///
/// Both numbers only grow and are on disk before the act they allow, so that a crash neither loses
/// nor repeats a payment.
public interface EgressLedger {
  /// The highest promise recorded; zeros when there was none.
  Promise promised();

  /// Up to how many bytes, in all, may have been asked of the provider.
  long permittedBytes();

  /// Permits asking for that many bytes in all; durable when it returns. A lower number changes
  /// nothing.
  void permit(long bytes);

  /// Records a promise before it is sent; durable when it returns. A lower one changes nothing.
  ///
  /// @return the highest promise recorded, which may be another reader's
  Promise promise(Promise promise);

  /// A voucher's content.
  ///
  /// @param cumulative everything promised since the agreement opened, token units
  /// @param servedBytes everything it pays for
  record Promise(BigInteger cumulative, long servedBytes) {}
}
