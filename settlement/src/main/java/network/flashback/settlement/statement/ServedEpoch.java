package network.flashback.settlement.statement;

import network.flashback.chain.contract.AgreementId;
import network.flashback.domain.quality.QualityMeasured;
import network.flashback.domain.quality.QualityTarget;

/// How an agreement was served in one epoch: what was promised beside what was measured.
///
/// @param promised what it was measured against
/// @param measured medians of the reporters
/// @param creditBps of the epoch's pay that the verdict costs
public record ServedEpoch(
    AgreementId id, long epoch, QualityTarget promised, QualityMeasured measured, int creditBps) {}
