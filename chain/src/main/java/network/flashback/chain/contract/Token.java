package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.eip712.Domain;

/// An ERC-20 token with the fields of EIP-5267, so that its typed data can be signed.
public record Token(Contract contract) {
  public Address address() {
    return contract.address();
  }

  public String symbol() {
    return contract.call("symbol").text(0);
  }

  public int decimals() {
    return (int) contract.call("decimals").number(0);
  }

  public BigInteger balanceOf(Address account) {
    return contract.call("balanceOf", account).integer(0);
  }

  /// What `spender` may still take from `owner`.
  public BigInteger allowance(Address owner, Address spender) {
    return contract.call("allowance", owner, spender).integer(0);
  }

  /// The token's signing domain, as it says itself (EIP-5267).
  public Domain domain() {
    var values = contract.call("eip712Domain");
    return Domain.of(
        values.text("name"),
        values.text("version"),
        values.number("chainId"),
        values.address("verifyingContract"));
  }

  public Call approve(Address spender, BigInteger amount) {
    return contract.callOf("approve", spender, amount);
  }

  public Call transfer(Address to, BigInteger amount) {
    return contract.callOf("transfer", to, amount);
  }

  /// Development tokens only: their deployer mints.
  public Call mint(Address to, BigInteger amount) {
    return contract.callOf("mint", to, amount);
  }
}
