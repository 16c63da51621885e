package network.flashback.chain.contract;

/// What an audit asks for: one leaf of one agreement's unit.
public record Challenge(AgreementId agreementId, long leafIndex) {}
