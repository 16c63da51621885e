// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Sla} from "../../src/interfaces/Types.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev Of a group of about a thousand members: a proof has ten nodes.
contract AccessGrantsGasTest is OrchestratorTest, GasTest {
    uint32 private constant GROUP = 1;
    uint8 private constant VOUCHER = 8;
    uint256 private constant DEPTH = 10;

    address private _key;
    uint256 private _secret;
    uint128 private _id;
    bytes32 private _slaId;

    function setUp() public override {
        super.setUp();
        (uint128[] memory ids, Sla memory sla) = running();
        (_id, _slaId) = (ids[0], orchestrator.hashSla(sla));
        (_key, _secret) = actor("gateway");
    }

    function test_ClaimVoucherOfASessionKey() external {
        vm.prank(consumer);
        grants.grant(_key, _slaId, VOUCHER, inAMonth(), 5000, 0);
        claims();
        measured("claim a voucher of a session key, not the first", 53_000);
    }

    function test_ClaimVoucherOfAMember() external {
        grantGroup();
        join();
        claims();
        measured("claim a voucher of a group's member, not the first", 55_300);
    }

    function test_GrantGroup() external {
        grantGroup();
        measured("grant a group", 139_600);
    }

    function test_Join() external {
        grantGroup();
        // Not the first grant that there is.
        grants.grant(_key, _slaId, VOUCHER, inAMonth(), 5000, 0);
        join();
        measured("join a group, the first time", 126_000);
    }

    function test_JoinAgain() external {
        grantGroup();
        join();
        regroup();
        join();
        measured("join a group again, under another root", 62_000);
    }

    function test_Regroup() external {
        grantGroup();
        regroup();
        measured("give a group another root", 37_750);
    }

    function test_RevokeGroup() external {
        grantGroup();
        join();
        vm.prank(consumer);
        grants.revokeGroup(GROUP);
        measured("revoke a group", 28_700);
    }

    function test_Revoke() external {
        vm.prank(consumer);
        uint64 grantId = grants.grant(_key, _slaId, VOUCHER, inAMonth(), 5000, 0);
        vm.prank(consumer);
        grants.revoke(grantId);
        measured("revoke a session key", 39_000);
    }

    function claims() private {
        orchestrator.claimVoucher(_id, 1000, 1, voucher(_secret, _id, 1000, 1));
        bytes memory signature = voucher(_secret, _id, 2000, type(uint64).max);
        orchestrator.claimVoucher(_id, 2000, type(uint64).max, signature);
    }

    function inAMonth() private view returns (uint32) {
        return uint32(vm.getBlockTimestamp() + 30 days);
    }

    function grantGroup() private {
        bytes32 root = rootOf();
        vm.prank(consumer);
        grants.grantGroup(GROUP, _slaId, root, inAMonth(), "bucket");
    }

    function regroup() private {
        bytes32 root = rootOf();
        vm.prank(consumer);
        grants.regroup(GROUP, root);
    }

    function join() private {
        bytes32[] memory proof = siblings();
        vm.prank(_key);
        grants.join(consumer, GROUP, VOUCHER, 5000, proof);
    }

    function siblings() private pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](DEPTH);
        for (uint256 i = 0; i < DEPTH; i++) {
            nodes[i] = keccak256(abi.encode(i));
        }
    }

    function rootOf() private view returns (bytes32 node) {
        node = grants.leafOf(consumer, GROUP, _key, VOUCHER, 5000);
        bytes32[] memory nodes = siblings();
        for (uint256 i = 0; i < DEPTH; i++) {
            node = node < nodes[i] ? keccak256(abi.encodePacked(node, nodes[i])) : keccak256(abi.encodePacked(nodes[i], node));
        }
    }
}
