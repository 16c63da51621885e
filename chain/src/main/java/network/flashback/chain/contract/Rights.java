package network.flashback.chain.contract;

/// Rights of a grant, as bits.
public final class Rights {
  public static final int READ = 1;
  public static final int WRITE = 2;

  /// Co-sign revisions.
  public static final int REVISION = 4;

  /// Sign vouchers.
  public static final int VOUCHER = 8;

  /// Replace legs.
  public static final int REPLACE = 16;

  public static final int ALL = READ | WRITE | REVISION | VOUCHER | REPLACE;

  private Rights() {}
}
