// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {InvariantTest} from "../InvariantTest.sol";
import {GroupTest} from "./GroupTest.sol";

/// @dev Grants, groups, joins, roots and revocations at random, beside a model that remembers in its own way who may sign how much: as a list of
/// what was said, of which the last counts.
contract GrantsHandler is GroupTest {
    uint256 private constant KEYS = 4;
    uint32 private constant GROUPS = 3;

    struct Said {
        uint8 rights;
        uint88 cap;
        uint256 expiry;
        /// 0 for a grant of the key's own.
        uint32 group;
        /// Which root of the group.
        uint256 root;
        /// Behind what else was said.
        uint256 at;
        uint64 grantId;
        bool revoked;
    }

    uint256 private _at;
    mapping(uint32 number => Member[]) private _tree;
    /// When the group's root was said; 0 for none that counts.
    mapping(uint32 number => uint256) private _rootAt;
    mapping(uint32 number => uint256) private _groupExpiry;
    mapping(address key => Said) private _said;
    mapping(string what => uint256) public reached;

    function grantOne(uint256 which, uint8 rights, uint88 cap, uint32 life) external {
        (address key, uint256 expiry) = (keyOf(which % KEYS), block.timestamp + bound(life, 1, 5000));
        rights = uint8(bound(rights, 1, 31));
        vm.prank(consumer);
        uint64 grantId = grants.grant(key, SLA, rights, uint32(expiry), cap, 0);
        _said[key] = Said(rights, cap, expiry, 0, 0, ++_at, grantId, false);
    }

    function revokeOne(uint256 which) external {
        Said storage said = _said[keyOf(which % KEYS)];
        if (said.grantId == 0) return;
        vm.prank(consumer);
        grants.revoke(said.grantId);
        said.revoked = true;
    }

    /// A new group, or another root of one that is there.
    function rootOne(uint32 number, uint256 seed, uint32 life) external {
        number = 1 + number % GROUPS;
        bool first = _groupExpiry[number] == 0;
        uint256 count = 1 + seed % KEYS;
        Member[] memory all = new Member[](count);
        for (uint256 i = 0; i < count; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            all[i] = Member(keyOf(seed % KEYS), uint8(bound(uint8(seed >> 8), 1, 31)), uint88(seed >> 16));
        }
        bytes32 root = rootOf(leavesOf(number, all));
        uint256 expiry = block.timestamp + bound(life, 1, 20_000);
        vm.prank(consumer);
        if (first) {
            grants.grantGroup(number, SLA, root, uint32(expiry), 0);
            _groupExpiry[number] = expiry;
        } else {
            bool over = _rootAt[number] == 0 || block.timestamp > _groupExpiry[number];
            try grants.regroup(number, root) {
                assertFalse(over, "an over group has no new root");
            } catch {
                assertTrue(over, "a group that stands has");
                return;
            }
        }
        _rootAt[number] = ++_at;
        delete _tree[number];
        for (uint256 i = 0; i < count; i++) {
            _tree[number].push(all[i]);
        }
    }

    function revokeGroup(uint32 number, uint8 rarely) external {
        number = 1 + number % GROUPS;
        if (_groupExpiry[number] == 0 || rarely % 4 != 0) return;
        vm.prank(consumer);
        grants.revokeGroup(number);
        _rootAt[number] = 0;
        reached["group revoked"]++;
    }

    function joinOne(uint32 number, uint256 which, uint88 more) external {
        number = 1 + number % GROUPS;
        Member[] memory all = _tree[number];
        if (all.length == 0) return;
        which %= all.length;
        Member memory member = all[which];
        bytes32[] memory proof = proofOf(leavesOf(number, all), which);
        // Sometimes it asks for more than its leaf says.
        uint88 cap = more % 4 == 0 ? member.cap ^ uint88(bound(more, 1, type(uint88).max)) : member.cap;
        Said memory said = _said[member.key];
        uint256 root = _rootAt[number];
        bool due = cap == member.cap && root != 0 && block.timestamp <= _groupExpiry[number] && root > said.at;
        vm.prank(member.key);
        try grants.join(consumer, number, member.rights, cap, proof) returns (uint64 grantId) {
            assertTrue(due, "joined what it should not");
            _said[member.key] = Said(member.rights, cap, _groupExpiry[number], number, root, root, grantId, false);
            reached[said.group == number ? "joined again" : "joined"]++;
        } catch {
            assertFalse(due, "could not join");
            reached["refused"]++;
        }
    }

    function pass(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 0, 500));
    }

    /// Nobody may more, or less, than what the consumer said last of it.
    function check() external view {
        for (uint256 i = 0; i < KEYS; i++) {
            Said memory said = _said[keyOf(i)];
            bool holds = !said.revoked && vm.getBlockTimestamp() <= said.expiry && (said.group == 0 || _rootAt[said.group] == said.root);
            for (uint8 right = 1; right <= REPLACE; right *= 2) {
                assertEq(grants.allows(consumer, SLA, keyOf(i), right), holds && said.rights & right != 0, "right");
            }
            (bool allowed, uint88 cap) = grants.vouchersOf(consumer, SLA, keyOf(i));
            bool signs = holds && said.rights & VOUCHER != 0;
            assertEq(allowed, signs, "vouchers");
            assertEq(cap, signs ? said.cap : 0, "cap");
            assertEq(grants.voucherCapOf(consumer, SLA, keyOf(i)), holds ? said.cap : 0, "cap of whatever rights");
        }
    }
}

contract GrantsInvariants is InvariantTest {
    GrantsHandler private _handler;

    function setUp() external {
        _handler = new GrantsHandler();
        _handler.setUp();
        bytes4[] memory steps = new bytes4[](8);
        steps[0] = GrantsHandler.grantOne.selector;
        steps[1] = GrantsHandler.revokeOne.selector;
        steps[2] = GrantsHandler.rootOne.selector;
        steps[3] = GrantsHandler.revokeGroup.selector;
        steps[4] = GrantsHandler.joinOne.selector;
        steps[5] = GrantsHandler.joinOne.selector;
        steps[6] = GrantsHandler.joinOne.selector;
        steps[7] = GrantsHandler.pass.selector;
        walk(address(_handler), steps);
    }

    function invariant_NobodyMayMoreThanTheConsumersLastWord() external view {
        _handler.check();
    }

    /// What the steps reach, or the invariant would hold of nothing.
    function test_TheStepsReachWhatGroupsCanDo() external {
        uint256 word = uint256(keccak256("groups"));
        for (uint256 i = 0; i < 400; i++) {
            word = uint256(keccak256(abi.encode(word)));
            if (word % 8 == 0) _handler.grantOne(word >> 8, uint8(word >> 16), uint88(word >> 24), uint32(word >> 112));
            else if (word % 8 == 1) _handler.revokeOne(word >> 8);
            else if (word % 8 == 2) _handler.rootOne(uint32(word >> 8), word, uint32(word >> 64));
            else if (word % 64 == 3) _handler.revokeGroup(uint32(word >> 8), 0);
            else _handler.joinOne(uint32(word >> 8), word >> 40, uint88(word >> 64));
            _handler.check();
        }
        string[4] memory ends = ["joined", "joined again", "refused", "group revoked"];
        for (uint256 i = 0; i < ends.length; i++) {
            require(_handler.reached(ends[i]) > 0, ends[i]);
        }
    }
}
