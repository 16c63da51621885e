package network.flashback.chain.deploy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.Schedule;
import network.flashback.evm.Address;

/// What the contracts are created with, for ever. Seconds unless said otherwise.
///
/// @param startSeconds longest time from opening to the first revision
/// @param noticeSeconds of an early end
/// @param offerLifeSeconds longest life of a signed offer
/// @param unbondingSeconds between asking for stake and getting it
/// @param beaconKey public key of the drand network: four words in the order of EIP-197
/// @param beaconGenesis unix second of drand's round 1
/// @param beaconPeriod between two rounds
/// @param beaconFallbackSeconds of silence before a marked seed may replace drand's
/// @param challenges per audit
/// @param stakeThresholds stake that buys the listing, per token
/// @param reporterStake least stake of a reporter, in FLASH units
/// @param stableCoin an existing stable coin; absent on the development chain, which gets a test
///   dollar
/// @param wrappedCoin the chain's own coin as an existing token; where present, the second market
///   is in it, and a CoinDesk stands before it
/// @param feeBps fee of the markets, basis points
/// @param voting how votes govern the contracts; no key ever does
/// @param disputes how disputes are held
/// @param prepaid how cloud credits and the fiat desk work
/// @param bounty what who posts a seed can be repaid
/// @param treasury gets the FLASH supply
public record DeploymentPlan(
    Schedule schedule,
    long startSeconds,
    long noticeSeconds,
    long offerLifeSeconds,
    long unbondingSeconds,
    List<BigInteger> beaconKey,
    long beaconGenesis,
    long beaconPeriod,
    long beaconFallbackSeconds,
    int challenges,
    List<BigInteger> stakeThresholds,
    BigInteger reporterStake,
    Optional<Address> stableCoin,
    Optional<Address> wrappedCoin,
    int feeBps,
    VotingTerms voting,
    DisputeTerms disputes,
    PrepaidTerms prepaid,
    BountyTerms bounty,
    Address treasury) {
  private static final long PRODUCTION_EPOCH_SECONDS = 86_400;

  public DeploymentPlan {
    beaconKey = List.copyOf(beaconKey);
    stakeThresholds = List.copyOf(stakeThresholds);
    if (beaconKey.size() != 4) {
      throw new IllegalArgumentException(
          "The beacon's key has four words, not " + beaconKey.size() + ".");
    }
    if (stakeThresholds.size() != 2) {
      throw new IllegalArgumentException(
          "Stake thresholds are two: of the stable coin and of FLASH, not "
              + stakeThresholds.size()
              + ".");
    }
  }

  /// The plan of a development chain: production's times divided by how much shorter its epoch is,
  /// with windows of at least four seconds (docs/decisions/0004) and offers that a person has time
  /// to read.
  ///
  /// @param treasury gets the FLASH supply
  public static DeploymentPlan development(
      long genesis,
      long epochSeconds,
      List<BigInteger> beaconKey,
      long beaconGenesis,
      Address treasury) {
    long window = Math.max(epochSeconds / 4, 4);
    BigInteger dollar = BigInteger.valueOf(1_000_000);
    BigInteger flash = BigInteger.TEN.pow(18);
    return new DeploymentPlan(
        new Schedule(genesis, epochSeconds, window, window, window),
        Math.max(epochSeconds, 60),
        Math.max(scaled(7 * PRODUCTION_EPOCH_SECONDS, epochSeconds), 2 * epochSeconds),
        3600,
        scaled(30 * PRODUCTION_EPOCH_SECONDS, epochSeconds),
        beaconKey,
        beaconGenesis,
        1,
        Math.max(scaled(7 * PRODUCTION_EPOCH_SECONDS, epochSeconds), 60),
        5,
        List.of(
            dollar.multiply(BigInteger.valueOf(1_000)), flash.multiply(BigInteger.valueOf(10_000))),
        flash.multiply(BigInteger.valueOf(10_000)),
        Optional.empty(),
        Optional.empty(),
        200,
        VotingTerms.usual(epochSeconds),
        DisputeTerms.usual(epochSeconds),
        PrepaidTerms.usual(epochSeconds, treasury),
        BountyTerms.usual(),
        treasury);
  }

  /// The same with these arbitrators from the start, and a fiat desk that this operator runs.
  public DeploymentPlan servedBy(List<Address> arbitrators, Address fiatOperator) {
    return with(
        stableCoin,
        wrappedCoin,
        disputes.judgedBy(arbitrators),
        new PrepaidTerms(
            prepaid.creditsFeeBps(), prepaid.redeemSeconds(), fiatOperator, prepaid.holdSeconds()));
  }

  /// The same with a stable coin that exists.
  DeploymentPlan withStableCoin(Address coin) {
    return with(Optional.of(coin), wrappedCoin, disputes, prepaid);
  }

  /// The same with a second market, in the chain's own coin, and a desk that takes it.
  public DeploymentPlan payableIn(Address coin) {
    return with(stableCoin, Optional.of(coin), disputes, prepaid);
  }

  private DeploymentPlan with(
      Optional<Address> stable,
      Optional<Address> wrapped,
      DisputeTerms disputeTerms,
      PrepaidTerms prepaidTerms) {
    return new DeploymentPlan(
        schedule,
        startSeconds,
        noticeSeconds,
        offerLifeSeconds,
        unbondingSeconds,
        beaconKey,
        beaconGenesis,
        beaconPeriod,
        beaconFallbackSeconds,
        challenges,
        stakeThresholds,
        reporterStake,
        stable,
        wrapped,
        feeBps,
        voting,
        disputeTerms,
        prepaidTerms,
        bounty,
        treasury);
  }

  /// A production time on a chain whose day is one epoch of `epochSeconds`.
  public static long scaled(long productionSeconds, long epochSeconds) {
    return productionSeconds * epochSeconds / PRODUCTION_EPOCH_SECONDS;
  }
}
