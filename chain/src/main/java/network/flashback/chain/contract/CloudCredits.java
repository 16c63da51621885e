package network.flashback.chain.contract;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.abi.Values;
import network.flashback.evm.eip712.Domain;

/// Prepaid cloud capacity, minted when bought and burnt when metered: ICloudCredits.sol. Credits
/// are whole, prices token units a credit, times unix seconds.
public record CloudCredits(Contract contract, Domain domain) {
  /// What one provider sells, fixed for ever.
  ///
  /// @param expiresAt first second at which nothing of it can be bought
  /// @param termsHash of what a credit buys
  public record Series(
      long providerId, long expiresAt, Address token, BigInteger price, Bytes32 termsHash) {
    static Series of(Values values) {
      return new Series(
          values.number("providerId"),
          values.number("expiresAt"),
          values.address("token"),
          values.integer("price"),
          values.word("termsHash"));
    }
  }

  public Address address() {
    return contract.address();
  }

  /// For the owner of a listed CLOUD provider.
  public Call createSeries(Series series) {
    return contract.callOf(
        "createSeries",
        series.providerId(),
        series.token(),
        series.price(),
        series.expiresAt(),
        series.termsHash());
  }

  /// The number that a created series got.
  public BigInteger createdId(Receipt receipt) {
    return contract.read(receipt, "SeriesCreated").getFirst().values().integer("seriesId");
  }

  /// Needs an allowance of the series' token for this contract.
  ///
  /// @param maximum that the buyer pays for all of them
  public Call buy(BigInteger seriesId, Address holder, BigInteger credits, BigInteger maximum) {
    return contract.callOf("buy", seriesId, holder, credits, maximum);
  }

  /// Burns what was used since the last metering.
  public Call redeem(Metering metering, Bytes signature) {
    return contract.callOf(
        "redeem",
        metering.seriesId(),
        metering.holder(),
        metering.cumulative(),
        metering.recordsHash(),
        signature);
  }

  /// For the holder: what is left may be refunded once the time to redeem has passed.
  public Call askRefund(BigInteger seriesId) {
    return contract.callOf("askRefund", seriesId);
  }

  public Call refund(BigInteger seriesId, Address holder) {
    return contract.callOf("refund", seriesId, holder);
  }

  /// Sends what was redeemed to the provider's payout wallet.
  public Call withdraw(BigInteger seriesId) {
    return contract.callOf("withdraw", seriesId);
  }

  public Call sweepFees(Address token) {
    return contract.callOf("sweepFees", token);
  }

  public Series series(BigInteger seriesId) {
    return Series.of(contract.call("seriesOf", seriesId).struct(0));
  }

  public BigInteger balanceOf(Address holder, BigInteger seriesId) {
    return contract.call("balanceOf", holder, seriesId).integer(0);
  }

  public BigInteger outstandingOf(BigInteger seriesId) {
    return contract.call("outstandingOf", seriesId).integer(0);
  }

  public BigInteger owedOf(BigInteger seriesId) {
    return contract.call("owedOf", seriesId).integer(0);
  }

  public BigInteger feesOf(Address token) {
    return contract.call("feesOf", token).integer(0);
  }
}
