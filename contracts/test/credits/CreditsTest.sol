// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessGrants} from "../../src/AccessGrants.sol";
import {CloudCredits} from "../../src/CloudCredits.sol";
import {RegistryTest} from "../registry/RegistryTest.sol";

/// @dev Ground of the credits' tests: a listed CLOUD provider, a series of it at 3 dollars a credit, a holder with a key.
abstract contract CreditsTest is RegistryTest {
    uint16 internal constant FEE_BPS = 200;
    uint40 internal constant REDEEM = 7 days;
    uint96 internal constant PRICE = 3e6;

    AccessGrants internal grants;
    CloudCredits internal credits;
    uint64 internal cloud;
    uint256 internal series;
    address internal holder;
    uint256 internal holderKey;

    function setUp() public virtual override {
        super.setUp();
        (holder, holderKey) = actor("holder");
        grants = new AccessGrants();
        credits = new CloudCredits(registry, grants, FUND, FEE_BPS, REDEEM);
        cloud = registering(2, address(0xc1));
        book.put(cloud, address(dollar), THRESHOLD, 0);
        series = selling(address(dollar));
        dollar.mint(address(this), 1_000_000_000e6);
        dollar.approve(address(credits), type(uint256).max);
    }

    function selling(address token) internal returns (uint256) {
        uint40 expiresAt = uint40(vm.getBlockTimestamp() + 100 days);
        vm.prank(OWNER);
        return credits.createSeries(cloud, token, PRICE, expiresAt, keccak256("a GiB-hour"));
    }

    function buying(uint128 amount) internal {
        credits.buy(series, holder, amount, uint256(amount) * PRICE);
    }

    function signedBy(uint256 key, uint128 cumulative) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, credits.hashMetering(series, holder, cumulative, "records"));
        return abi.encodePacked(r, s, v);
    }

    function redeeming(uint128 cumulative) internal returns (uint256) {
        return credits.redeem(series, holder, cumulative, "records", signedBy(holderKey, cumulative));
    }

    function asking() internal {
        vm.prank(holder);
        credits.askRefund(series);
    }

    function balance() internal view returns (uint256) {
        return credits.balanceOf(holder, series);
    }
}
