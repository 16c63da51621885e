package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import network.flashback.chain.contract.QualityRoot;
import network.flashback.chain.contract.SignedVoucher;
import network.flashback.chain.contract.VoucherClaim;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;
import network.flashback.settlement.statement.Movement.Kind;

/// What the sums of an agreement are made of, each with the transaction that shows it.
///
/// @param movements what the sums add up, in the order of the chain; sums of zero are left out
/// @param rates what a second pays, from which epoch on, ascending
/// @param proofs epochs of the agreement whose possession its provider proved, ascending
/// @param credits epochs whose quality cost pay
/// @param vouchers what paid for egress, in the order of the chain
/// @param misses epochs that were not proven, or in which it was breached, and what they cost
/// @param paidUntil the provider's confirmed seconds up to which the stream is paid; none before
///   its first settlement
public record Trace(
    List<Movement> movements,
    List<Rate> rates,
    List<Proof> proofs,
    List<Credit> credits,
    List<Claim> vouchers,
    List<Miss> misses,
    Optional<Long> paidUntil) {
  public Trace {
    movements = List.copyOf(movements);
    rates = List.copyOf(rates);
    proofs = List.copyOf(proofs);
    credits = List.copyOf(credits);
    vouchers = List.copyOf(vouchers);
    misses = List.copyOf(misses);
  }

  /// A rate in token units a second, as 64.32 fixed point.
  public record Rate(long fromEpoch, BigInteger rate) {}

  /// An epoch's confirmed audit.
  ///
  /// @param seconds that the epoch counts for: its length, or less where the audit admitted losses
  /// @param confirmedSeconds of the provider, of all epochs up to this one
  /// @param report what the deployment's oracle says of the epoch's quality; empty while it is
  ///   silent
  public record Proof(
      long epoch,
      long seconds,
      long confirmedSeconds,
      Optional<QualityRoot> report,
      long block,
      Bytes32 transaction) {}

  /// A breach of quality that was executed.
  public record Credit(long epoch, int bps, BigInteger amount, long block, Bytes32 transaction) {}

  /// A voucher that was claimed.
  ///
  /// @param claim what the Orchestrator paid for it
  /// @param voucher as the consumer or its key signed it; none where it came through another
  ///   contract, whose input says nothing of it
  /// @param signer the key that signed it; none where that is a contract's wallet
  public record Claim(
      VoucherClaim claim,
      Optional<SignedVoucher> voucher,
      Optional<Address> signer,
      long block,
      Bytes32 transaction) {}

  /// A penalty.
  public record Miss(long epoch, BigInteger slashed, long block, Bytes32 transaction) {}

  Trace with(List<Claim> claims) {
    return new Trace(movements, rates, proofs, credits, claims, misses, paidUntil);
  }

  /// What the movements of a kind add up to.
  public BigInteger sum(Kind kind) {
    return movements.stream()
        .filter(movement -> movement.kind() == kind)
        .map(Movement::amount)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
