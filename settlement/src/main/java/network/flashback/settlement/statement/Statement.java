package network.flashback.settlement.statement;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementState;
import network.flashback.chain.contract.SlaState;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// The account of one SLA at one block, computed from events and views of the contracts and nothing
/// else. All amounts are units of the market's token.
///
/// Pay is gathered per provider and market, and withdrawn and charged with the fee from there. A
/// pool may serve several SLAs, and then nobody can say which of them a withdrawn coin came from:
/// gross is told per agreement and SLA; withdrawn, fees and owed per pool. Where every pool serves
/// this SLA only ([Pool#exclusive]), the pools' figures are the SLA's.
///
/// @param orchestrator the contract that holds the SLA
/// @param block number of the block at which all of it holds
/// @param deposited by the opening, top-ups and renewals, and by slashes of legs that were replaced
/// @param reserve what is left of it
/// @param released of the reserve, back to the consumer
/// @param reused of refunds, taken back to pay for replacements
public record Statement(
    long chainId,
    Address orchestrator,
    Bytes32 slaId,
    SlaState state,
    int market,
    Address consumer,
    Money money,
    long block,
    Bytes32 blockHash,
    Instant at,
    BigInteger deposited,
    BigInteger reserve,
    BigInteger released,
    BigInteger reused,
    List<Line> agreements,
    List<Pool> pools) {
  public Statement {
    agreements = List.copyOf(agreements);
    pools = List.copyOf(pools);
  }

  /// The token in which the amounts are.
  public record Money(Address token, String symbol, int decimals) {}

  /// One agreement.
  ///
  /// @param deposited into its stream and its egress escrow; of a replacement, from what the SLA
  ///   already held
  /// @param streamed pay for confirmed seconds
  /// @param egress pay for vouchers
  /// @param credited of pay that quality cost, to the consumer
  /// @param refunded at its end
  /// @param remaining in its stream and its egress escrow
  /// @param penalised what the Orchestrator says was slashed for missed proofs
  /// @param slashed what the StakeManager says became of it
  /// @param disputed what disputes froze of it and moved
  /// @param trace what the sums are made of
  public record Line(
      AgreementId id,
      long providerId,
      AgreementState state,
      BigInteger deposited,
      BigInteger streamed,
      BigInteger egress,
      BigInteger credited,
      BigInteger refunded,
      BigInteger remaining,
      BigInteger penalised,
      Slashed slashed,
      Disputed disputed,
      Trace trace) {
    public BigInteger gross() {
      return streamed.add(egress).add(disputed.toProvider());
    }
  }

  /// What disputes did with an agreement's money.
  ///
  /// @param frozen of deposit and egress escrow, until a dispute is over
  /// @param toProvider of deposit and escrow, by rulings, into its earnings
  /// @param toConsumer of the provider's collateral, by rulings
  public record Disputed(BigInteger frozen, BigInteger toProvider, BigInteger toConsumer) {
    public static final Disputed NONE =
        new Disputed(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    Disputed plus(Disputed other) {
      return new Disputed(
          frozen.add(other.frozen),
          toProvider.add(other.toProvider),
          toConsumer.add(other.toConsumer));
    }
  }

  /// Who got what of slashed stake.
  ///
  /// @param toProvers by who proved the misses
  public record Slashed(
      BigInteger toConsumer, BigInteger toFund, Map<Address, BigInteger> toProvers) {
    public static final Slashed NONE = new Slashed(BigInteger.ZERO, BigInteger.ZERO, Map.of());

    public Slashed {
      toProvers = Collections.unmodifiableMap(new TreeMap<>(toProvers));
    }

    public BigInteger toProver() {
      return sum(toProvers.values().stream().toList(), amount -> amount);
    }

    public BigInteger total() {
      return toConsumer.add(toFund).add(toProver());
    }

    Slashed plus(Slashed other) {
      Map<Address, BigInteger> provers = new TreeMap<>(toProvers);
      other.toProvers.forEach((prover, amount) -> provers.merge(prover, amount, BigInteger::add));
      return new Slashed(toConsumer.add(other.toConsumer), toFund.add(other.toFund), provers);
    }
  }

  /// The earnings of one provider in one market, from all SLAs it serves there.
  ///
  /// @param exclusive whether all of it was earned under this SLA
  /// @param gross pay of all agreements
  /// @param withdrawn by payout wallet, after the fee
  public record Pool(
      long providerId,
      boolean exclusive,
      BigInteger gross,
      Map<Address, BigInteger> withdrawn,
      BigInteger fees,
      BigInteger owed) {
    public Pool {
      withdrawn = Collections.unmodifiableMap(new TreeMap<>(withdrawn));
    }

    public BigInteger withdrawnTotal() {
      return sum(withdrawn.values().stream().toList(), amount -> amount);
    }
  }

  public BigInteger gross() {
    return sum(agreements, Line::gross);
  }

  public BigInteger credits() {
    return sum(agreements, Line::credited);
  }

  public BigInteger refunded() {
    return sum(agreements, Line::refunded).add(released).subtract(reused);
  }

  public BigInteger remaining() {
    return sum(agreements, Line::remaining).add(reserve);
  }

  public BigInteger penalised() {
    return sum(agreements, Line::penalised);
  }

  public Slashed slashed() {
    return agreements.stream().map(Line::slashed).reduce(Slashed.NONE, Slashed::plus);
  }

  public Disputed disputed() {
    return agreements.stream().map(Line::disputed).reduce(Disputed.NONE, Disputed::plus);
  }

  /// Whether withdrawn, fees and owed of the pools are those of this SLA.
  public boolean exclusive() {
    return pools.stream().allMatch(Pool::exclusive);
  }

  /// By payout wallet, of all pools.
  public Map<Address, BigInteger> withdrawn() {
    Map<Address, BigInteger> withdrawn = new TreeMap<>();
    for (Pool pool : pools) {
      pool.withdrawn().forEach((wallet, sum) -> withdrawn.merge(wallet, sum, BigInteger::add));
    }
    return withdrawn;
  }

  public BigInteger withdrawnTotal() {
    return sum(pools, Pool::withdrawnTotal);
  }

  public BigInteger fees() {
    return sum(pools, Pool::fees);
  }

  public BigInteger owed() {
    return sum(pools, Pool::owed);
  }

  public boolean balanced() {
    return differences().isEmpty();
  }

  /// Every identity that does not hold, with the difference, in words. Empty when all do: deposited
  /// = gross + credits + refunded + remaining + frozen; of every pool and, where all pools are the
  /// SLA's own, of the SLA: gross = withdrawn + fees + owed; slashed = consumer + fund + prover.
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    BigInteger found =
        gross().add(credits()).add(refunded()).add(remaining()).add(disputed().frozen());
    compare(
        differences,
        "What was deposited",
        deposited,
        "gross + credits + refunded + remaining + frozen",
        found);
    for (Pool pool : pools) {
      compare(
          differences,
          "The gross pay of provider " + pool.providerId(),
          pool.gross(),
          "withdrawn + fees + owed",
          pool.withdrawnTotal().add(pool.fees()).add(pool.owed()));
    }
    if (exclusive()) {
      compare(
          differences, "The SLA's gross pay", gross(), "its pools' gross", sum(pools, Pool::gross));
    }
    compare(
        differences,
        "What was slashed",
        penalised(),
        "consumer + fund + prover",
        slashed().total());
    return differences;
  }

  private static void compare(
      List<String> differences, String what, BigInteger is, String parts, BigInteger found) {
    int sign = is.compareTo(found);
    if (sign != 0) {
      differences.add(
          what
              + " is "
              + is
              + ", but "
              + parts
              + " is "
              + found
              + ": "
              + found.subtract(is).abs()
              + (sign > 0 ? " too little." : " too much."));
    }
  }

  static <T> BigInteger sum(List<T> all, Function<T, BigInteger> amount) {
    return all.stream().map(amount).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
