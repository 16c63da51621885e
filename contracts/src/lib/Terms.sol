// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Leg, Offer, Sla} from "../interfaces/Types.sol";

/// @title EIP-712 struct hashes of what consumers and providers sign
/// @dev https://eips.ethereum.org/EIPS/eip-712. Offer and Leg hold only static fields, so their ABI encoding is their EIP-712 encoding.
library Terms {
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt)"
    );
    bytes32 internal constant LEG_TYPEHASH = keccak256(
        "Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)"
    );
    bytes32 internal constant SLA_TYPEHASH = keccak256(
        "Sla(address consumer,uint16 market,uint8 dataShards,uint8 totalShards,uint32 startBy,uint32 endsAt,uint96 maximumRate,uint32 coolDownSeconds,uint88 reserve,bytes32[] regions,Leg[] legs,bytes32 wishesHash,uint256 salt)Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)"
    );
    bytes32 internal constant VOUCHER_TYPEHASH =
        keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");

    function hashOf(
        Offer calldata offer
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(OFFER_TYPEHASH, offer));
    }

    function hashOf(
        Sla calldata sla
    ) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            SLA_TYPEHASH,
            sla.consumer,
            sla.market,
            sla.dataShards,
            sla.totalShards,
            sla.startBy,
            sla.endsAt,
            sla.maximumRate,
            sla.coolDownSeconds,
            sla.reserve
        );
        bytes memory tail =
            abi.encode(keccak256(abi.encodePacked(sla.regions)), _hashOf(sla.legs), sla.wishesHash, sla.salt);
        return keccak256(bytes.concat(head, tail));
    }

    function hashOfVoucher(
        uint128 agreementId,
        uint88 cumulative,
        uint64 servedBytes
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(VOUCHER_TYPEHASH, agreementId, cumulative, servedBytes));
    }

    function _hashOf(
        Leg[] calldata legs
    ) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](legs.length);
        for (uint256 i = 0; i < legs.length; i++) {
            hashes[i] = keccak256(abi.encode(LEG_TYPEHASH, legs[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
