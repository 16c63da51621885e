// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Leg, Offer, RateChange, Renewal, RenewalMandate, SignedVoucher, Sla} from "../interfaces/Types.sol";

/// @title EIP-712 hashes of what consumers and providers sign
/// @dev https://eips.ethereum.org/EIPS/eip-712. Offer, Leg and the head of Sla hold only static fields, so their ABI encoding is their EIP-712
/// encoding and is hashed as it stands in the call data. Bits outside a field's type change the hash, so that no signature fits them, and
/// fail when the field is read.
library Terms {
    bytes32 internal constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt)"
    );
    bytes32 internal constant LEG_TYPEHASH = keccak256(
        "Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)"
    );
    bytes32 internal constant SLA_TYPEHASH = keccak256(
        "Sla(address consumer,uint16 market,uint8 dataShards,uint8 totalShards,uint32 startBy,uint32 endsAt,uint96 maximumRate,uint32 coolDownSeconds,uint88 reserve,bytes32[] regions,Leg[] legs,bytes32 wishesHash,uint256 salt)Leg(uint64 providerId,bytes32 offerHash,uint64 capacityBytes,uint96 rate,uint88 deposit,uint88 egressEscrow,uint88 collateral)"
    );
    bytes32 internal constant VOUCHER_TYPEHASH = keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)");
    bytes32 internal constant SPONSORSHIP_TYPEHASH = keccak256("Sponsorship(bytes32 slaId,address payer,bool refundsPayer)");
    bytes32 internal constant RATE_CHANGE_TYPEHASH =
        keccak256("RateChange(uint128 agreementId,uint96 rate,uint32 fromEpoch,uint32 number)");
    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "RenewalMandate(uint128 agreementId,address payer,uint96 maximumRate,uint32 stepEpochs,uint32 windowEpochs,uint32 latestEnd,uint80 budget,uint80 collateral,uint32 consumerNonce,uint32 payerNonce)"
    );
    bytes32 internal constant RENEWAL_TYPEHASH =
        keccak256("Renewal(bytes32 mandate,uint32 fromEpoch,uint32 endEpoch,uint96 rate,uint32 expiry,uint32 offerNonce)");

    bytes32 private constant NAME_HASH = keccak256("Flashback");
    bytes32 private constant VERSION_HASH = keccak256("1");

    /// @notice What is signed: the struct in the domain of this contract on this chain, whatever code runs in it.
    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        return digestOf(domain(), structHash);
    }

    /// @notice The same, in a domain that is computed once for many.
    function digestOf(bytes32 domain_, bytes32 structHash) internal pure returns (bytes32 digest) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, hex"1901")
            mstore(add(at, 2), domain_)
            mstore(add(at, 34), structHash)
            digest := keccak256(at, 66)
        }
    }

    function domain() internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(this)));
    }

    function hashOf(Offer calldata offer) internal pure returns (bytes32 hash) {
        bytes32 typehash = OFFER_TYPEHASH;
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, typehash)
            calldatacopy(add(at, 32), offer, 480) // 15 fields
            hash := keccak256(at, 512)
        }
    }

    function hashOf(Sla calldata sla) internal pure returns (bytes32 hash) {
        bytes32 typehash = SLA_TYPEHASH;
        bytes32 regions = _hashOf(sla.regions);
        bytes32 legs = _hashOf(sla.legs);
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, typehash)
            calldatacopy(add(at, 32), sla, 288) // consumer to reserve: 9 fields
            mstore(add(at, 320), regions)
            mstore(add(at, 352), legs)
            calldatacopy(add(at, 384), add(sla, 352), 64) // wishesHash, salt: after the offsets of the two arrays
            hash := keccak256(at, 448)
        }
    }

    /// @notice What is signed of a voucher, in a domain that is computed once for many. Its members are hashed as they stand in the call data.
    function digestOf(bytes32 domain_, SignedVoucher calldata voucher) internal pure returns (bytes32 digest) {
        bytes32 typehash = VOUCHER_TYPEHASH;
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, typehash)
            calldatacopy(add(at, 32), voucher, 96) // agreementId, cumulative, servedBytes
            let hash := keccak256(at, 128)
            mstore(at, hex"1901")
            mstore(add(at, 2), domain_)
            mstore(add(at, 34), hash)
            digest := keccak256(at, 66)
        }
    }

    function hashOfSponsorship(bytes32 slaId, address payer, bool refundsPayer) internal pure returns (bytes32) {
        return keccak256(abi.encode(SPONSORSHIP_TYPEHASH, slaId, payer, refundsPayer));
    }

    function hashOf(RateChange calldata change) internal pure returns (bytes32) {
        return keccak256(abi.encode(RATE_CHANGE_TYPEHASH, change));
    }

    function hashOf(RenewalMandate calldata mandate) internal pure returns (bytes32) {
        return keccak256(abi.encode(MANDATE_TYPEHASH, mandate));
    }

    /// @param mandate digest of the mandate that the renewal is carried out under
    function hashOf(bytes32 mandate, Renewal calldata renewal) internal pure returns (bytes32) {
        return keccak256(abi.encode(RENEWAL_TYPEHASH, mandate, renewal));
    }

    function _hashOf(bytes32[] calldata words) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let at := mload(0x40)
            let size := mul(words.length, 32)
            calldatacopy(at, words.offset, size)
            hash := keccak256(at, size)
        }
    }

    function _hashOf(Leg[] calldata legs) private pure returns (bytes32 hash) {
        bytes32 typehash = LEG_TYPEHASH;
        assembly ("memory-safe") {
            // Leg hashes side by side from `at`; each leg is encoded just behind them.
            let at := mload(0x40)
            let behind := add(at, mul(legs.length, 32))
            mstore(behind, typehash)
            for { let i := 0 } lt(i, legs.length) { i := add(i, 1) } {
                calldatacopy(add(behind, 32), add(legs.offset, mul(i, 224)), 224) // 7 fields
                mstore(add(at, mul(i, 32)), keccak256(behind, 256))
            }
            hash := keccak256(at, mul(legs.length, 32))
        }
    }
}
