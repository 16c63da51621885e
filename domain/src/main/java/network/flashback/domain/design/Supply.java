package network.flashback.domain.design;

import network.flashback.domain.placement.Candidate;

/// An offer that may be chosen.
///
/// @param certified whether its provider holds a valid certificate
public record Supply(Candidate candidate, boolean certified) {}
