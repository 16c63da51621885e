package network.flashback.app.command;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Command;

/// `flashback dispute answer ID`: contests a claim before silence loses it.
@Command(
    name = "answer",
    description = {
      "Contest a claim: a panel decides then. Without an answer it is lost when the time is over.",
      "For the accused, and for who co-signs its revisions: its node's key, or its gateway's."
    },
    mixinStandardHelpOptions = true)
public final class DisputeAnswerCommand extends BondedReply {
  public DisputeAnswerCommand() {
    super(State.OPENED, "only an opened one can be answered", "answered; a panel rules");
  }

  @Override
  BigInteger bond(Arbitration arbitration) {
    return arbitration.bond();
  }

  @Override
  Call step(Arbitration arbitration, BigInteger id, Bytes32 evidence) {
    return arbitration.answer(id, evidence);
  }
}
