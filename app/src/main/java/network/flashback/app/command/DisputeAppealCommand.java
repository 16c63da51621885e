package network.flashback.app.command;

import java.math.BigInteger;
import network.flashback.chain.Call;
import network.flashback.chain.contract.Arbitration;
import network.flashback.chain.contract.Dispute.State;
import network.flashback.evm.Bytes32;
import picocli.CommandLine.Command;

/// `flashback dispute appeal ID`: asks five others.
@Command(
    name = "appeal",
    description = "Have five other arbitrators decide. For the loser of the first ruling, once.",
    mixinStandardHelpOptions = true)
public final class DisputeAppealCommand extends BondedReply {
  public DisputeAppealCommand() {
    super(State.RULED, "only a first ruling can be appealed against", "appealed; five others rule");
  }

  @Override
  BigInteger bond(Arbitration arbitration) {
    return arbitration.appealBond();
  }

  @Override
  Call step(Arbitration arbitration, BigInteger id, Bytes32 evidence) {
    return arbitration.appeal(id, evidence);
  }
}
