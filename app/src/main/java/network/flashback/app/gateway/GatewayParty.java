package network.flashback.app.gateway;

import java.util.Optional;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.AgreementView;
import network.flashback.chain.contract.Rights;
import network.flashback.gateway.Gateway;
import network.flashback.settlement.dispute.Party;
import network.flashback.settlement.dispute.Records;

/// The consumers whose revisions this gateway signs: it speaks for them, with its own database.
record GatewayParty(ChainGrants grants, Gateway gateway) implements Party {
  @Override
  public Side sideOf(AgreementView agreement) {
    boolean ours = grants.allows(agreement.slaId(), Rights.REVISION);
    return ours ? Side.CONSUMER : Side.NEITHER;
  }

  @Override
  public Records recordsOf(AgreementId id) {
    var revision =
        gateway
            .newestRevision(id.value())
            .map(
                both ->
                    new Records.SignedRevision(
                        both.unit().root(),
                        both.unit().leaves(),
                        both.sequence(),
                        both.treeHash(),
                        both.consumer(),
                        both.provider()));
    var egress = gateway.egress(id.value());
    var promised = egress.promised();
    // The voucher's signature is not kept here: the provider has it.
    return new Records(
        revision,
        new Records.Egress(
            egress.permittedBytes(),
            promised.cumulative(),
            promised.servedBytes(),
            Optional.empty()));
  }
}
