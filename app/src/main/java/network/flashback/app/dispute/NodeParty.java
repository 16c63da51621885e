package network.flashback.app.dispute;

import java.math.BigInteger;
import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.node.Node;
import network.flashback.node.store.PaidVoucher;
import network.flashback.settlement.dispute.Party;
import network.flashback.settlement.dispute.Records;

/// A provider, whose node has everything on its disk.
public record NodeParty(long providerId, Node node) implements Party {
  @Override
  public Side sideOf(AgreementView agreement) {
    return agreement.providerId() == providerId ? Side.PROVIDER : Side.NEITHER;
  }

  @Override
  public Records recordsOf(AgreementId id) {
    var revision =
        node.newestRevision(id)
            .map(
                both ->
                    new Records.SignedRevision(
                        both.root(),
                        both.leaves(),
                        both.sequence(),
                        both.treeHash(),
                        both.consumer(),
                        both.provider()));
    var voucher = node.voucher(id);
    return new Records(
        revision,
        new Records.Egress(
            node.served(id),
            voucher.map(PaidVoucher::cumulative).orElse(BigInteger.ZERO),
            voucher.map(PaidVoucher::servedBytes).orElse(0L),
            voucher.map(PaidVoucher::signature).or(Optional::empty)));
  }
}
