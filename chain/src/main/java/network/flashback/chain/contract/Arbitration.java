package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.chain.Call;
import network.flashback.chain.Contract;
import network.flashback.chain.Receipt;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes32;

/// Disputes over agreements, decided by panels: IArbitration.sol. Bonds are units of the bond
/// token; whoever locks one needs an allowance of it for this contract.
public record Arbitration(Contract contract) {
  /// The first panel, and that of an appeal.
  public enum Round {
    FIRST(0),
    APPEAL(1);

    private final int number;

    Round(int number) {
      this.number = number;
    }
  }

  public Address address() {
    return contract.address();
  }

  public Address bondToken() {
    return contract.call("bondToken").address(0);
  }

  public BigInteger bond() {
    return contract.call("bond").integer(0);
  }

  public BigInteger appealBond() {
    return contract.call("appealBond").integer(0);
  }

  public long answerSeconds() {
    return contract.call("answerSeconds").number(0);
  }

  public long rulingSeconds() {
    return contract.call("rulingSeconds").number(0);
  }

  public long appealSeconds() {
    return contract.call("appealSeconds").number(0);
  }

  public List<Address> arbitrators() {
    return contract.call("arbitrators").list(0, Address.class);
  }

  /// Opens a dispute over the epochs from `from` through `to`.
  public Call open(AgreementId id, long from, long to, BigInteger amount, Bytes32 evidenceHash) {
    return contract.callOf("open", id.value(), from, to, amount, evidenceHash);
  }

  /// The number that an opened dispute got.
  public BigInteger openedId(Receipt receipt) {
    return contract.read(receipt, "DisputeOpened").getFirst().values().integer("disputeId");
  }

  /// For the defendant, or who co-signs revisions for it; the bond comes from the caller.
  public Call answer(BigInteger disputeId, Bytes32 evidenceHash) {
    return contract.callOf("answer", disputeId, evidenceHash);
  }

  /// Draws the panel, once the seed of the dispute's `seatEpoch` is posted.
  public Call seat(BigInteger disputeId) {
    return contract.callOf("seat", disputeId);
  }

  public Call rule(BigInteger disputeId, boolean forClaimant) {
    return contract.callOf("rule", disputeId, forClaimant);
  }

  public Call appeal(BigInteger disputeId, Bytes32 evidenceHash) {
    return contract.callOf("appeal", disputeId, evidenceHash);
  }

  /// Takes the edge that is due because a time limit passed.
  public Call lapse(BigInteger disputeId) {
    return contract.callOf("lapse", disputeId);
  }

  public Call execute(BigInteger disputeId) {
    return contract.callOf("execute", disputeId);
  }

  /// Sends what was released to an account.
  public Call claim(Address account) {
    return contract.callOf("claim", account);
  }

  public BigInteger claimableOf(Address account) {
    return contract.call("claimableOf", account).integer(0);
  }

  /// How many disputes there ever were: their numbers begin at 1.
  public BigInteger count() {
    return contract.call("count").integer(0);
  }

  public Dispute dispute(BigInteger disputeId) {
    return Dispute.of(contract.call("disputeOf", disputeId).struct(0));
  }

  /// Empty before it is drawn.
  public List<Address> panelOf(BigInteger disputeId, Round round) {
    return contract.call("panelOf", disputeId, round.number).list(0, Address.class);
  }
}
