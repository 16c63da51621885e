// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPossessionVerifier} from "../interfaces/IPossessionVerifier.sol";
import {Revision} from "../interfaces/Types.sol";
import {MerklePossession} from "./MerklePossession.sol";

/// @title What a revision must be, whoever signed it
library RevisionRules {
    uint64 private constant LEAVES_MAX = type(uint40).max;

    /// @param capacityBytes of the agreement: no unit has more leaves
    /// @param current sequence of the newest revision before; 0 = none
    function requireSound(Revision calldata revision, uint64 capacityBytes, uint64 current) internal pure {
        uint64 capacityLeaves = capacityBytes / uint64(MerklePossession.LEAF_BYTES);
        if (capacityLeaves > LEAVES_MAX) capacityLeaves = LEAVES_MAX;
        if (revision.leaves > capacityLeaves) {
            revert IPossessionVerifier.LeavesAboveCapacity({leaves: revision.leaves, capacityLeaves: capacityLeaves});
        }
        if ((revision.leaves == 0) != (revision.root == 0)) {
            revert IPossessionVerifier.RootInconsistent({root: revision.root, leaves: revision.leaves});
        }
        if (revision.sequence <= current) {
            revert IPossessionVerifier.SequenceNotHigher({sequence: revision.sequence, current: current});
        }
    }

    /// @param fixedKind of the revisions before; that of this one, when it is the first
    function requireTreeHash(Revision calldata revision, uint8 fixedKind) internal pure {
        uint8 treeHash = revision.treeHash;
        if (treeHash > MerklePossession.SHA256) revert IPossessionVerifier.TreeHashUnknown({treeHash: treeHash});
        if (treeHash != fixedKind) {
            revert IPossessionVerifier.TreeHashFixed({agreementId: revision.agreementId, treeHash: treeHash, current: fixedKind});
        }
    }
}
