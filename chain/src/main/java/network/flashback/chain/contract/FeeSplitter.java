package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;

/// A quarter of the fees for who signs final roots, the rest for the fund: IFeeSplitter.sol. All
/// calls are for anybody; amounts are token units.
public record FeeSplitter(Contract contract) {
  public Address address() {
    return contract.address();
  }

  /// Shares out what came since the last time.
  public Call split(Address token) {
    return contract.callOf("split", token);
  }

  /// Owes the signers of a final root their part of the pot.
  public Call reward(long epoch, Address token) {
    return contract.callOf("reward", epoch, token);
  }

  /// Sends what a reporter is owed to its payout wallet.
  public Call claim(long id, Address token) {
    return contract.callOf("claim", id, token);
  }

  /// What lies here for signers and is owed to none yet.
  public BigInteger potOf(Address token) {
    return contract.call("potOf", token).integer(0);
  }

  public BigInteger owedOf(long id, Address token) {
    return contract.call("owedOf", id, token).integer(0);
  }

  public boolean isRewarded(long epoch, Address token) {
    return contract.call("isRewarded", epoch, token).flag(0);
  }
}
