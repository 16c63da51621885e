package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// Repays who posts a seed: ISeedBounty.sol. Amounts are units of the stable coin.
public record SeedBounty(Contract contract) {
  public Address address() {
    return contract.address();
  }

  /// Posts the seed of an epoch as [RandomBeacon#post] does, and owes the sender the gas of it.
  public Call post(long epoch, Bytes signature) {
    byte[] words = signature.toArray();
    return contract.callOf(
        "post",
        epoch,
        List.of(Bytes32.of(words, 0).toInteger(), Bytes32.of(words, 32).toInteger()));
  }

  /// Sends what an account is owed.
  public Call claim(Address account) {
    return contract.callOf("claim", account);
  }

  public BigInteger owedOf(Address account) {
    return contract.call("owedOf", account).integer(0);
  }

  /// Units for 10^18 wei; zero repays nothing.
  public BigInteger unitsPerCoin() {
    return contract.call("unitsPerCoin").integer(0);
  }

  /// What is here and owed to nobody.
  public BigInteger available() {
    return contract.call("available").integer(0);
  }

  /// Whether who posts a seed through it now is owed anything.
  public boolean repays() {
    return unitsPerCoin().signum() > 0 && available().signum() > 0;
  }
}
