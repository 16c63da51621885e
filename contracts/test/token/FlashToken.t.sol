// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashToken} from "../../src/token/FlashToken.sol";
import {Test} from "../Test.sol";

contract FlashTokenTest is Test {
    FlashToken private _flash;
    address private _holder = address(0xa11ce);
    address private _delegate = address(0xde1e);

    function setUp() external {
        vm.warp(1_000_000);
        _flash = new FlashToken(_holder);
    }

    function test_TheWholeSupplyIsMintedToTheTreasury() external view {
        assertEq(_flash.totalSupply(), 1_000_000_000e18, "supply");
        assertEq(_flash.balanceOf(_holder), _flash.SUPPLY(), "treasury");
        assertEq(_flash.decimals(), 18, "decimals");
    }

    function test_VotesAreCountedInSecondsOfChainTime() external view {
        assertEq(_flash.clock(), 1_000_000, "clock");
        assertEq(_flash.CLOCK_MODE(), "mode=timestamp", "mode");
    }

    function test_AVoteCountsAsItWasInThePast_NotAsBorrowedNow() external {
        vm.prank(_holder);
        _flash.delegate(_delegate);
        vm.warp(1_000_010);
        vm.prank(_holder);
        _flash.transfer(address(0xf1a5), 400_000_000e18);
        vm.warp(1_000_020);

        assertEq(_flash.getPastVotes(_delegate, 1_000_009), 1_000_000_000e18, "before the transfer");
        assertEq(_flash.getPastVotes(_delegate, 1_000_010), 600_000_000e18, "from the transfer on");
        assertEq(_flash.getVotes(address(0xf1a5)), 0, "undelegated coins do not vote");
    }

    function test_Permit_UsesTheNonceOfTheOwner() external {
        (address owner, uint256 key) = actor("owner");
        bytes32 terms = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                owner,
                _holder,
                5,
                0,
                2_000_000
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", _flash.DOMAIN_SEPARATOR(), terms)));

        _flash.permit(owner, _holder, 5, 2_000_000, v, r, s);
        assertEq(_flash.allowance(owner, _holder), 5, "allowance");
        assertEq(_flash.nonces(owner), 1, "nonce");
    }
}
