// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Registry} from "../../src/Registry.sol";
import {MemberStatus} from "../../src/interfaces/IRegistry.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";

/// @dev The StakeManager as far as the Registry sees it.
contract StakeBook {
    address public immutable fund;
    mapping(uint64 id => mapping(address token => uint256[2])) private _stakes;

    constructor(address fund_) {
        fund = fund_;
    }

    function put(uint64 id, address token, uint256 free, uint256 committed) external {
        _stakes[id][token] = [free, committed];
    }

    function bondedOf(uint64 id, address token) external view returns (uint256) {
        return _stakes[id][token][0] + _stakes[id][token][1];
    }

    function stakeOf(uint64 id, address token) external view returns (uint256, uint256, uint256, uint32) {
        uint256[2] memory held = _stakes[id][token];
        // What unbonds counts for nothing.
        return (held[0], held[1], 1 << 90, 0);
    }
}

/// @dev Ground of the Registry's tests: a governor, one accepted stake of 60 dollars, one provider that has none yet.
abstract contract RegistryTest is Test {
    address internal constant OWNER = address(0xaa);
    address internal constant PAYOUT = address(0xbb);
    address internal constant KEY = address(0xcc);
    address internal constant GOVERNOR = address(0x90);
    address internal constant CERTIFIER = address(0xce);
    address internal constant FUND = address(0xf0);
    uint256 internal constant THRESHOLD = 60e6;
    uint8 internal constant DIRECT = 1;
    uint8 internal constant IDENTITY = 1;
    uint8 internal constant DOCUMENTS = 2;
    uint8 internal constant QUALITY = 8;

    TestDollar internal dollar;
    StakeBook internal book;
    Registry internal registry;
    uint64 internal id;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        dollar = new TestDollar();
        book = new StakeBook(FUND);
        address[] memory tokens = new address[](1);
        uint256[] memory thresholds = new uint256[](1);
        (tokens[0], thresholds[0]) = (address(dollar), THRESHOLD);
        registry = new Registry(GOVERNOR, address(book), tokens, thresholds);
        id = registering(DIRECT, KEY);
    }

    function registering(uint8 kinds, address key) internal returns (uint64) {
        vm.prank(OWNER);
        return registry.register(kinds, PAYOUT, key, "profile", "http://node-1:9101");
    }

    function staked() internal {
        book.put(id, address(dollar), THRESHOLD, 0);
    }

    function demanding(uint8 kind, uint8 scopes) internal {
        vm.prank(GOVERNOR);
        registry.demandScopes(kind, scopes);
    }

    function naming(address certifier, uint8 scopes) internal {
        vm.prank(GOVERNOR);
        registry.setCertifier(certifier, scopes);
    }

    /// A certificate of thirty days from now.
    function certifying(uint64 subject, uint8 scopes) internal returns (uint64) {
        uint40 time = uint40(vm.getBlockTimestamp());
        vm.prank(CERTIFIER);
        return registry.issueCertificate(subject, scopes, keccak256("evidence"), time, time + 30 days);
    }

    function suspending(uint40 secondsLong) internal {
        vm.prank(GOVERNOR);
        registry.suspend(id, secondsLong, keccak256("reason"));
    }

    function exiting() internal {
        vm.prank(OWNER);
        registry.exit(id);
    }

    /// Brings a member to another status than this one, by the governor's, the owner's and time's hand, and lets more time pass.
    function bringingToOther(MemberStatus excluded, uint256 random, uint256 passed) internal returns (MemberStatus status) {
        uint256 number = 1 + random % 4;
        status = MemberStatus(number < uint256(excluded) ? number : number + 1);
        if (status == MemberStatus.Applied) {
            demanding(DIRECT, IDENTITY);
            id = registering(DIRECT, address(0xdd));
        }
        if (status == MemberStatus.Suspended) suspending(1 days);
        if (status == MemberStatus.Exiting || status == MemberStatus.Exited) exiting();
        if (status == MemberStatus.Exited) {
            later(14 days);
            registry.completeExit(id);
        }
        later(bound(passed, 0, 365 days));
        assertStatus(status);
    }

    function assertStatus(MemberStatus wanted) internal view {
        assertEq(uint256(registry.statusOf(id)), uint256(wanted), "status");
    }

    function assertListed(bool wanted, string memory why) internal view {
        assertEq(registry.isListed(id), wanted, why);
        (address nodeKey, uint8 kinds, bool listed) = registry.listingOf(id);
        assertEq(listed, wanted, why);
        assertEq(nodeKey, KEY, "node key");
        assertEq(kinds, DIRECT, "kinds");
    }

    function later(uint256 secondsLong) internal {
        vm.warp(vm.getBlockTimestamp() + secondsLong);
    }
}
