// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../interfaces/IEngagements.sol";
import {Terms} from "./Terms.sol";

/// @title EIP-712 hashes of what consumer and service provider sign
library EngagementTerms {
    bytes32 internal constant MILESTONE_TYPEHASH = keccak256("Milestone(uint96 amount,uint40 deliverBy,uint32 acceptSeconds)");
    bytes32 internal constant ENGAGEMENT_TYPEHASH = keccak256(
        "Engagement(address consumer,uint64 providerId,uint8 kind,uint16 market,Milestone[] milestones,bytes32 statementHash,uint256 salt)Milestone(uint96 amount,uint40 deliverBy,uint32 acceptSeconds)"
    );
    bytes32 internal constant OFFER_TYPEHASH = keccak256("EngagementOffer(bytes32 engagement,uint40 expiry,uint32 nonce)");

    bytes32 private constant NAME_HASH = keccak256("Flashback Engagements");
    bytes32 private constant VERSION_HASH = keccak256("1");

    /// @notice What is signed: the struct in the domain of this contract on this chain.
    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(Terms.DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(this)));
        return Terms.digestOf(domain, structHash);
    }

    function hashOf(IEngagements.Engagement calldata terms) internal pure returns (bytes32) {
        bytes32[] memory milestones = new bytes32[](terms.milestones.length);
        for (uint256 i = 0; i < milestones.length; i++) {
            IEngagements.Milestone calldata each = terms.milestones[i];
            milestones[i] = keccak256(abi.encode(MILESTONE_TYPEHASH, each.amount, each.deliverBy, each.acceptSeconds));
        }
        return keccak256(
            abi.encode(
                ENGAGEMENT_TYPEHASH,
                terms.consumer,
                terms.providerId,
                terms.kind,
                terms.market,
                keccak256(abi.encodePacked(milestones)),
                terms.statementHash,
                terms.salt
            )
        );
    }

    function hashOfOffer(bytes32 engagement, uint40 expiry, uint32 nonce) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, engagement, expiry, nonce));
    }
}
