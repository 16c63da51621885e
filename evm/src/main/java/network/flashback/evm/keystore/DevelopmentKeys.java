package network.flashback.evm.keystore;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import network.flashback.evm.Address;
import network.flashback.evm.PrivateKey;

/// The keys that every development chain funds, from the mnemonic "test test … junk". Everybody
/// knows them.
///
/// Danger: on any real chain whatever they own is stolen within seconds, so only the chain id of
/// the development chain gets them.
public final class DevelopmentKeys {
  public static final long CHAIN_ID = 31_337;
  private static final int FUNDED = 20;
  private static final String MNEMONIC =
      "test test test test test test test test test test test junk";

  private final HdKey account;

  private DevelopmentKeys(HdKey account) {
    this.account = account;
  }

  public static DevelopmentKeys forChain(long chainId) {
    if (chainId != CHAIN_ID) {
      throw new IllegalArgumentException(
          "Development keys are known to everybody and work only on the development chain (chain id "
              + CHAIN_ID
              + "), not on chain id "
              + chainId
              + ". Use a keystore with keys of your own.");
    }
    HdKey coin = HdKey.ofMnemonic(MNEMONIC).hardened(44).hardened(60).hardened(0);
    return new DevelopmentKeys(coin.plain(0));
  }

  /// Which of the funded keys this address belongs to; none for an address of somebody's own.
  public static OptionalInt indexOf(Address address) {
    DevelopmentKeys known = forChain(CHAIN_ID);
    return IntStream.range(0, FUNDED)
        .filter(index -> known.key(index).address().equals(address))
        .findFirst();
  }

  /// The key at path m/44'/60'/0'/0/index.
  public PrivateKey key(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("Keys count from 0, not " + index + ".");
    }
    return account.plain(index).privateKey();
  }
}
