package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Who may act for a consumer: IAccessGrants.sol. Rights are masks of [Rights].
public record AccessGrants(Contract contract) {
  /// Sent by the consumer's own wallet.
  public Call grant(
      Address key, Bytes32 slaId, int rights, long expiry, BigInteger voucherCap, Bytes32 scope) {
    return contract.callOf("grant", key, slaId, rights, expiry, voucherCap, scope);
  }

  /// The id that a grant got.
  public long grantedId(Receipt receipt) {
    return contract.read(receipt, "Granted").getFirst().values().number("grantId");
  }

  public Call revoke(long grantId) {
    return contract.callOf("revoke", grantId);
  }

  public GrantView grantOf(long grantId) {
    return GrantView.of(grantId, contract.call("grantOf", grantId).struct(0));
  }

  public boolean allows(Address consumer, Bytes32 slaId, Address key, int rights) {
    return contract.call("allows", consumer, slaId, key, rights).flag(0);
  }

  public BigInteger voucherCapOf(Address consumer, Bytes32 slaId, Address key) {
    return contract.call("voucherCapOf", consumer, slaId, key).integer(0);
  }
}
