package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;

/// Agreements for consumers who pay fiat: IFiatDesk.sol. Amounts are token units.
public record FiatDesk(Contract contract, Domain domain) {
  /// In the order of `IFiatDesk.OrderState`.
  public enum State {
    NONE,
    OPENED,
    CHARGED_BACK
  }

  /// What became of a receipt.
  ///
  /// @param amount what its SLA took from the float
  /// @param held what came back and is the beneficiary's, once it may be claimed
  public record Order(
      Address beneficiary,
      long openedAt,
      State state,
      Address token,
      Bytes32 slaId,
      BigInteger amount,
      BigInteger held) {
    static Order of(Values values) {
      return new Order(
          values.address("beneficiary"),
          values.number("openedAt"),
          List.of(State.values()).get((int) values.number("state")),
          values.address("token"),
          values.word("slaId"),
          values.integer("amount"),
          values.integer("held"));
    }
  }

  public Address address() {
    return contract.address();
  }

  public Address operator() {
    return contract.call("operator").address(0);
  }

  /// Needs an allowance of the token for this contract.
  public Call addFloat(Address token, BigInteger amount) {
    return contract.callOf("addFloat", token, amount);
  }

  /// For the operator: takes its float back.
  public Call takeFloat(Address token, BigInteger amount) {
    return contract.callOf("takeFloat", token, amount);
  }

  /// For the governor: what may be opened in one token in one day; zero opens nothing.
  public Call setDailyCap(Address token, BigInteger amount) {
    return contract.callOf("setDailyCap", token, amount);
  }

  /// For the operator: opens what the beneficiary signed, paid from the float.
  public Call openFor(
      FiatOrder order,
      Address beneficiary,
      SlaTerms sla,
      List<SignedOffer> offers,
      Bytes signature) {
    return contract.callOf(
        "openFor",
        order.receiptId(),
        beneficiary,
        sla.encode(),
        offers.stream().map(SignedOffer::encode).toList(),
        order.encodeKey(),
        signature);
  }

  /// Brings what a receipt's account is owed to the desk.
  public Call collect(Bytes32 receiptId) {
    return contract.callOf("collect", receiptId);
  }

  /// Sends what is held to the beneficiary, once it cannot be charged back.
  public Call claim(Bytes32 receiptId) {
    return contract.callOf("claim", receiptId);
  }

  /// For the operator: the fiat payment was taken back.
  public Call chargeBack(Bytes32 receiptId, Bytes32 reasonHash) {
    return contract.callOf("chargeBack", receiptId, reasonHash);
  }

  /// Ends an agreement after its notice.
  public Call giveNotice(Bytes32 receiptId, AgreementId id) {
    return contract.callOf("giveNotice", receiptId, id.value());
  }

  /// The consumer of a receipt's SLA, before and after it exists.
  public Address accountOf(Bytes32 receiptId) {
    return contract.call("accountOf", receiptId).address(0);
  }

  public Order order(Bytes32 receiptId) {
    return Order.of(contract.call("orderOf", receiptId).struct(0));
  }

  public BigInteger floatOf(Address token) {
    return contract.call("floatOf", token).integer(0);
  }

  public BigInteger heldOf(Address token) {
    return contract.call("heldOf", token).integer(0);
  }

  public BigInteger dailyCapOf(Address token) {
    return contract.call("dailyCapOf", token).integer(0);
  }
}
