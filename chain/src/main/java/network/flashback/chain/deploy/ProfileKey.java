package network.flashback.chain.deploy;

import java.util.Arrays;
import java.util.Optional;

/// One line of a deployment's profile. Amounts are in the token's smallest unit, times in seconds.
public enum ProfileKey {
  CHAIN_ID("chain.id", null, "Id of the chain that the profile is for."),
  STABLE_COIN("stable.coin", null, "Address of the stable coin that agreements are paid in."),
  WRAPPED_COIN(
      "wrapped.coin",
      "",
      "Address of the chain's wrapped coin: adds a market in it and a CoinDesk."),
  TREASURY("treasury", null, "Address that gets the whole FLASH supply, and with it all votes."),
  FEE_BPS("fee.bps", "200", "Fee of the first markets, basis points (500 at most)."),
  GENESIS("genesis", "next", "Unix second at which epoch 0 begins; 'next' is the next full epoch."),
  EPOCH("epoch.seconds", "86400", "Length of an epoch."),
  AUDIT_WINDOW("audit.window.seconds", "21600", "After an epoch, to prove possession."),
  QUALITY_WINDOW("quality.window.seconds", "21600", "After an epoch, to post its quality root."),
  FINALITY("finality.seconds", "21600", "After the root is posted, until it is final."),
  START("start.seconds", "86400", "Longest time from opening to the first revision."),
  NOTICE("notice.seconds", "604800", "Notice of an early end."),
  OFFER_LIFE("offer.life.seconds", "86400", "Longest life of a signed offer."),
  UNBONDING("unbonding.seconds", "2592000", "Between asking for stake and getting it."),
  STAKE_STABLE("stake.stable", "1000000000", "Stake in the stable coin that buys the listing."),
  STAKE_FLASH("stake.flash", flash(10_000), "Stake in FLASH that buys the listing."),
  REPORTER_STAKE("reporter.stake", flash(10_000), "Least stake of a reporter, in FLASH."),
  CHALLENGES("challenges", "5", "Challenges of an audit."),
  DRAND_KEY(
      "drand.key",
      "07e1d1d335df83fa98462005690372c643340060d205306a9aa8106b6bd0b382"
          + "0557ec32c2ad488e4d4f6008f89a346f18492092ccc0d594610de2732c8b808f"
          + "0095685ae3a85ba243747b1b2f426049010f6b73a0cf1d389351d5aaaa1047f6"
          + "297d3a4f9749b33eb2d904c9d9ebf17224150ddd7abd7567a9bec6c74480ee0b",
      "Group key of the drand network, 128 bytes in hex (default: evmnet)."),
  DRAND_GENESIS("drand.genesis", "1727521075", "Unix second of drand's round 1."),
  DRAND_PERIOD("drand.period.seconds", "3", "Between two rounds of drand."),
  DRAND_FALLBACK("drand.fallback.seconds", "604800", "Silence before a marked seed may be used."),
  DAY("day.seconds", "86400", "The day in which the limits of votes are counted."),
  TIMELOCK("timelock.seconds", "172800", "Between a vote and what it orders."),
  UNLOCK("unlock.seconds", "1209600", "Between asking for locked FLASH and getting it."),
  VOTING_DELAY("voting.delay.seconds", "172800", "Between a proposal and its vote."),
  VOTING_PERIOD("voting.period.seconds", "604800", "Length of a vote."),
  PROPOSAL_THRESHOLD("proposal.threshold", flash(100_000), "Votes that it takes to propose."),
  QUORUM_PERCENT("quorum.percent", "4", "Quorum, percent of all FLASH."),
  BOND("dispute.bond", "100000000", "Bond of each side of a dispute, in the stable coin."),
  APPEAL_BOND("dispute.appeal.bond", "300000000", "Bond of an appeal."),
  DISPUTE("dispute.seconds", "259200", "After an epoch, to dispute it."),
  ANSWER("dispute.answer.seconds", "259200", "To answer a dispute."),
  RULING("dispute.ruling.seconds", "259200", "To rule; longer than an epoch."),
  APPEAL("dispute.appeal.seconds", "259200", "To appeal."),
  ARBITRATORS("arbitrators", "", "Addresses of the first arbitrators, separated by commas."),
  CREDITS_FEE_BPS("credits.fee.bps", "200", "Fee of redeemed cloud credits (500 at most)."),
  CREDITS_REDEEM("credits.redeem.seconds", "1209600", "To redeem cloud credits after their end."),
  FIAT_OPERATOR("fiat.operator", "treasury", "Who runs the fiat desk; 'treasury' is that address."),
  FIAT_HOLD("fiat.hold.seconds", "10368000", "In which a fiat payment can be charged back."),
  BOUNTY_GAS_PRICE("seed.bounty.gas.price", "50000000000", "Most wei a gas repaid for seeds."),
  BOUNTY_RATE("seed.bounty.rate", "10000000000", "Most stable coin units repaid for a coin.");

  private final String key;
  private final Optional<String> fallback;
  private final String meaning;

  ProfileKey(String key, @org.jspecify.annotations.Nullable String fallback, String meaning) {
    this.key = key;
    this.fallback = Optional.ofNullable(fallback);
    this.meaning = meaning;
  }

  public String key() {
    return key;
  }

  /// What holds when the profile says nothing; none where it has to.
  public Optional<String> fallback() {
    return fallback;
  }

  public String meaning() {
    return meaning;
  }

  static Optional<ProfileKey> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }

  private static String flash(long coins) {
    return coins + "0".repeat(18);
  }
}
