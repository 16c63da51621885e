package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;

/// Stake of providers and reporters: IStakeManager.sol.
public record StakeManager(Contract contract) {
  public Address address() {
    return contract.address();
  }

  public StakeView stakeOf(long id, Address token) {
    return StakeView.of(contract.call("stakeOf", id, token));
  }

  /// The same of many members at once, in the same order.
  public List<StakeView> stakesOf(List<Long> ids, Address token) {
    var each = ids.stream().map(id -> List.<Object>of(id, token)).toList();
    return contract.callEach("stakeOf", each).stream().map(StakeView::of).toList();
  }

  /// What slashes left for an account, token units.
  public BigInteger claimableOf(Address account, Address token) {
    return contract.call("claimableOf", account, token).integer(0);
  }

  /// Needs an allowance of the token for this contract.
  public Call stake(long id, Address token, BigInteger amount) {
    return contract.callOf("stake", id, token, amount);
  }

  public Call requestUnstake(long id, Address token, BigInteger amount) {
    return contract.callOf("requestUnstake", id, token, amount);
  }

  public Call unstake(long id, Address token) {
    return contract.callOf("unstake", id, token);
  }

  public Call claim(Address account, Address token) {
    return contract.callOf("claim", account, token);
  }
}
