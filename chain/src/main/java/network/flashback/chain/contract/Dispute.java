package network.flashback.chain.contract;

import java.math.BigInteger;
import java.util.List;
import network.flashback.evm.Address;
import network.flashback.evm.abi.Values;

/// A dispute over some epochs of one agreement: `IArbitration.Dispute`.
///
/// @param toEpoch last of them
/// @param outcome of the newest ruling; it binds once the state is FINAL, EXECUTED or DEFAULT
/// @param deadline last second of the waiting state
/// @param seatEpoch the epoch whose seed draws the panel that is waited for
/// @param amount what the claimant says it is owed, units of the agreement's token
public record Dispute(
    AgreementId agreementId,
    long fromEpoch,
    long toEpoch,
    State state,
    Outcome outcome,
    long deadline,
    long seatEpoch,
    Address claimant,
    Address defendant,
    BigInteger amount) {
  /// Where evidence is found below the endpoint of a party, and of whoever keeps it; its keccak-256
  /// follows.
  public static final String EVIDENCE_PATH = "/.well-known/flashback/evidence/";

  /// In the order of `IArbitration.State`.
  public enum State {
    NONE,
    OPENED,
    ANSWERED,
    RULED,
    APPEALED,
    FINAL,
    EXECUTED,
    DEFAULT,
    VOID
  }

  /// In the order of `IArbitration.Outcome`.
  public enum Outcome {
    NONE,
    FOR_CLAIMANT,
    FOR_DEFENDANT
  }

  static Dispute of(Values values) {
    return new Dispute(
        new AgreementId(values.integer("agreementId")),
        values.number("fromEpoch"),
        values.number("toEpoch"),
        List.of(State.values()).get((int) values.number("state")),
        List.of(Outcome.values()).get((int) values.number("outcome")),
        values.number("deadline"),
        values.number("seatEpoch"),
        values.address("claimant"),
        values.address("defendant"),
        values.integer("amount"));
  }
}
