package network.flashback.chain.contract;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Keccak256;
import network.flashback.evm.abi.Values;

/// What somebody proposed to vote on: calls that the timelock makes in this order, and why.
///
/// @param id hash of the calls and the description
/// @param snapshotAt unix second whose votes count; the vote begins after it
/// @param deadlineAt unix second of the last vote
public record Proposal(
    BigInteger id,
    Address proposer,
    List<Order> orders,
    long snapshotAt,
    long deadlineAt,
    String description) {
  public Proposal {
    orders = List.copyOf(orders);
  }

  /// A call of a contract.
  public record Order(Address target, Bytes input) {}

  /// IGovernor.ProposalState, in its order.
  public enum State {
    PENDING,
    ACTIVE,
    CANCELED,
    DEFEATED,
    SUCCEEDED,
    QUEUED,
    EXPIRED,
    EXECUTED;

    private static final List<State> IN_ORDER = List.of(values());

    /// The state that the contract writes as this number.
    static State ofChain(long number) {
      if (number < 0 || number >= IN_ORDER.size()) {
        throw new IllegalArgumentException(
            "The governor knows a state %d that this program does not: update the program."
                .formatted(number));
      }
      return IN_ORDER.get((int) number);
    }
  }

  /// GovernorCountingSimple.VoteType, in its order.
  public enum Support {
    AGAINST,
    FOR,
    ABSTAIN;

    private static final List<Support> IN_ORDER = List.of(values());

    int onChain() {
      return IN_ORDER.indexOf(this);
    }
  }

  /// Votes cast, units of 1e-18 FLASH.
  public record Tally(BigInteger against, BigInteger inFavour, BigInteger abstaining) {
    /// What counts towards the quorum.
    public BigInteger present() {
      return inFavour.add(abstaining);
    }
  }

  static Proposal of(Values created) {
    var targets = created.list("targets", Address.class);
    var calls = created.list("calldatas", Bytes.class);
    return new Proposal(
        created.integer("proposalId"),
        created.address("proposer"),
        java.util.stream.IntStream.range(0, targets.size())
            .mapToObj(i -> new Order(targets.get(i), calls.get(i)))
            .toList(),
        created.number("voteStart"),
        created.number("voteEnd"),
        created.text("description"));
  }

  /// The id in hexadecimal, 64 digits.
  public Bytes32 name() {
    return Bytes32.of(id);
  }

  Bytes32 descriptionHash() {
    return Keccak256.hash(description.getBytes(StandardCharsets.UTF_8));
  }
}
