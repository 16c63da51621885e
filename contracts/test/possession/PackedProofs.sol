// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PossessionProof} from "../../src/interfaces/Types.sol";

/// @title The bytes that auditCompact takes, written the plain way from the words of IPossessionVerifier
library PackedProofs {
    function pack(PossessionProof[] memory proofs) internal pure returns (bytes memory packed) {
        for (uint256 j = 0; j < proofs.length; j++) {
            packed = bytes.concat(packed, pack(proofs[j]));
        }
    }

    function pack(PossessionProof memory proof) internal pure returns (bytes memory packed) {
        packed = bytes.concat(
            bytes1(uint8(proof.piecePath.length)),
            bytes1(uint8(proof.unitPath.length)),
            bytes5(uint40(proof.pieceIndex)),
            bytes5(uint40(proof.pieceLeaves)),
            bytes5(uint40(proof.unitPathLeft)),
            proof.leaf,
            abi.encodePacked(proof.piecePath)
        );
        for (uint256 i = 0; i < proof.unitPath.length; i++) {
            packed = bytes.concat(packed, proof.unitPath[i], bytes5(uint40(proof.unitPathLeaves[i])));
        }
    }
}
