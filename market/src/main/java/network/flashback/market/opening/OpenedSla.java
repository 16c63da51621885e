package network.flashback.market.opening;

import java.util.List;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes32;
import network.flashback.market.json.Meaning;

/// What became of an accepted quote.
@Meaning("The SLA on the chain.")
public record OpenedSla(
    Bytes32 slaId,
    @Meaning("One for each leg, in their order.") List<AgreementId> agreementIds,
    @Meaning("Hash of the transaction that opened it.") Bytes32 transaction) {}
