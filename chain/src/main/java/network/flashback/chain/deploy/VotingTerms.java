package network.flashback.chain.deploy;

import java.math.BigInteger;

/// How FLASH votes, from the first block on. A vote may change delay, period, threshold and quorum
/// within limits that are counted in days (`GovernorLimits.sol`). Seconds unless said otherwise.
///
/// @param daySeconds 86,400; less on a development chain
/// @param timelockSeconds between a vote and what it orders
/// @param unlockSeconds between asking for locked FLASH and getting it
/// @param delaySeconds between a proposal and its vote
/// @param periodSeconds of a vote
/// @param proposalThreshold votes that it takes to propose, in FLASH units
/// @param quorumPercent of all FLASH there is
public record VotingTerms(
    long daySeconds,
    long timelockSeconds,
    long unlockSeconds,
    long delaySeconds,
    long periodSeconds,
    BigInteger proposalThreshold,
    int quorumPercent) {
  /// Four percent decide, after two days to look, a week to vote and two days to leave.
  static VotingTerms usual(long daySeconds) {
    return new VotingTerms(
        daySeconds,
        2 * daySeconds,
        14 * daySeconds,
        2 * daySeconds,
        7 * daySeconds,
        BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(100_000)),
        4);
  }
}
