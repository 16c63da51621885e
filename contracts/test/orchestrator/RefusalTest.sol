// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Leg, Offer, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";

/// @title Words of the tests that fuzz refusals: values just beyond a bound and far from it, and what was not signed
abstract contract RefusalTest is OrchestratorTest {
    /// From `limit + 1` through `most`; every second time the least of them, so that a bound which moved by one is noticed.
    function above(uint256 seed, uint256 limit, uint256 most) internal pure returns (uint256) {
        return seed % 2 == 0 ? limit + 1 : bound(seed, limit + 1, most);
    }

    /// From `least` through `limit - 1`; every second time the largest of them.
    function below(uint256 seed, uint256 limit, uint256 least) internal pure returns (uint256) {
        return seed % 2 == 0 ? limit - 1 : bound(seed, least, limit - 1);
    }

    /// Any value through `most` but this one.
    function otherThan(uint256 value, uint256 seed, uint256 most) internal pure returns (uint256 other) {
        other = bound(seed, 0, most);
        if (other == value) other = value == 0 ? 1 : value - 1;
    }

    /// A secp256k1 key, nobody's that acts in a test.
    function anyKey(uint256 seed) internal pure returns (uint256) {
        return bound(seed, 1, type(uint128).max);
    }

    /// Whom a signature of 65 bytes recovers to, zero for any other.
    function recovered(bytes32 digest, bytes memory signature) internal pure returns (address) {
        if (signature.length != 65) return address(0);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        return ecrecover(digest, uint8(signature[64]), r, s);
    }

    /// Changes one bit of one field: any of the 15, or of the 10 that are looked at behind the signature.
    function flip(Offer memory offer, uint256 seed, bool behind) internal pure {
        uint16[15] memory bits = [64, 16, 96, 64, 64, 64, 32, 32, 32, 8, 256, 256, 32, 32, 256];
        uint8[10] memory later = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        uint256 field = behind ? later[seed % 10] : seed % 15;
        uint256 bit = (seed >> 8) % bits[field];
        assembly ("memory-safe") {
            let at := add(offer, mul(field, 32))
            mstore(at, xor(mload(at), shl(bit, 1)))
        }
    }

    /// One of `total` at the providers 1 to `total`, otherwise as two of three.
    function oneOf(uint256 total) internal returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla,) = twoOfThree();
        (sla.dataShards, sla.totalShards) = (1, uint8(total));
        (sla.legs, offers) = (new Leg[](total), new SignedOffer[](total));
        for (uint64 i = 0; i < total; i++) {
            offers[i] = signed(offerOf(i + 1));
            sla.legs[i] = legOf(offers[i], sla.endsAt - block.timestamp);
        }
    }

    /// The provider signs what its offer has become, and the leg is to fill that.
    function reoffer(Sla memory sla, SignedOffer[] memory offers, uint256 leg) internal {
        offers[leg] = signed(offers[leg].offer);
        sla.legs[leg].offerHash = orchestrator.hashOffer(offers[leg]);
    }

    /// More stake of the provider.
    function back(uint64 providerId, uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(stakes), amount);
        stakes.stake(providerId, address(token), amount);
    }

    function openingRefused(Sla memory sla, SignedOffer[] memory offers, bytes memory reason) internal {
        uint256 held = token.balanceOf(consumer);
        vm.prank(consumer);
        vm.expectRevert(reason);
        orchestrator.open(sla, offers);
        assertEq(token.balanceOf(consumer), held, "nothing is paid");
    }
}
