// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Registry} from "../../src/Registry.sol";
import {ICertification} from "../../src/interfaces/ICertification.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {Test} from "../Test.sol";

/// @dev Branches: Registry.tree. The listing by stake is tested with the stakes.
contract RegistryRegisterTest is Test {
    event Registered(
        uint64 indexed id, address indexed owner, uint8 kinds, address payout, address nodeKey, bytes32 profileHash, string endpoint
    );
    event Updated(uint64 indexed id, address payout, address nodeKey, bytes32 profileHash, string endpoint);

    address private constant OWNER = address(0xaa);
    address private constant PAYOUT = address(0xbb);
    address private constant KEY = address(0xcc);

    Registry private _registry;

    function setUp() external {
        _registry = new Registry(address(this), address(0x57a), new address[](0), new uint256[](0));
    }

    function testFuzz_Constructor_RevertWhen_TokensAndThresholdsAreNotAsMany(uint256 tokens, uint256 thresholds) external {
        tokens = bound(tokens, 0, 8);
        thresholds = (tokens + bound(thresholds, 1, 8)) % 9;
        (address[] memory named, uint256[] memory amounts) = (new address[](tokens), new uint256[](thresholds));
        for (uint160 i = 0; i < tokens; i++) {
            named[i] = address(0x70 + i);
        }
        vm.expectRevert(IRegistry.ThresholdsInvalid.selector);
        new Registry(address(this), address(0x57a), named, amounts);
        Registry paired = new Registry(address(this), address(0x57a), named, new uint256[](tokens));
        assertEq(paired.stakeTokens().length, tokens, "one threshold for each");
    }

    function test_Register_GivesIdsFromOne() external {
        vm.expectEmit(true, true, true, true, address(_registry));
        emit Registered(1, OWNER, 1, PAYOUT, KEY, "profile", "http://node-1:9101");
        assertEq(registering(1, KEY), 1, "first");
        assertEq(registering(16, address(0xdd)), 2, "second");

        assertEq(_registry.count(), 2, "count");
        assertEq(_registry.ownerOf(1), OWNER, "owner");
        assertEq(_registry.payoutOf(1), PAYOUT, "payout");
        assertEq(_registry.nodeKeyOf(1), KEY, "node key");
        assertEq(_registry.kindsOf(2), 16, "kinds");
        assertEq(_registry.idOfNodeKey(address(0xdd)), 2, "id of node key");
        assertEq(_registry.endpointOf(1), "http://node-1:9101", "endpoint");
    }

    function test_Register_RevertWhen_TheKindsAreNone_OrUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KindsInvalid.selector, 0));
        _registry.register(0, PAYOUT, KEY, 0, "e");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.KindsInvalid.selector, 128));
        _registry.register(128, PAYOUT, KEY, 0, "e");
    }

    /// 1, 2 and 4 are one register, 8, 32 and 64 another, 16 the third.
    function testFuzz_Register_RevertWhen_TheKindsAreOfTwoRegisters(uint8 kinds) external {
        bool one = kinds != 0 && (kinds & ~uint8(7) == 0 || kinds & ~uint8(104) == 0 || kinds == 16);
        if (!one) vm.expectRevert(abi.encodeWithSelector(IRegistry.KindsInvalid.selector, kinds));
        _registry.register(kinds, PAYOUT, KEY, 0, "e");
    }

    function testFuzz_Register_RevertWhen_AnAddressIsMissing(address owner, uint8 kinds, address payout, address key) external {
        vm.assume(owner != address(0) && payout != address(0) && key != address(0));
        kinds = ofOneRegister(kinds);
        vm.startPrank(owner);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "payout"));
        _registry.register(kinds, address(0), key, 0, "e");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "nodeKey"));
        _registry.register(kinds, payout, address(0), 0, "e");
        assertEq(_registry.count(), 0, "nobody is registered");

        assertEq(_registry.register(kinds, payout, key, 0, "e"), 1, "with both");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "payout"));
        _registry.update(1, address(0), key, 0, "e");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "nodeKey"));
        _registry.update(1, payout, address(0), 0, "e");
        assertEq(_registry.payoutOf(1), payout, "payout");
        assertEq(_registry.idOfNodeKey(key), 1, "node key");
    }

    /// Services need none; 1, 2 and 4 are storage.
    function testFuzz_Register_RevertWhen_TheEndpointIsEmptyOrTooLong(uint8 kinds, uint256 length) external {
        kinds = ofOneRegister(kinds);
        string memory long = string(new bytes(bound(length, 257, 4096)));
        string memory least = string(new bytes(kinds < 8 ? 1 : 0));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, long));
        _registry.register(kinds, PAYOUT, KEY, 0, long);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, string(new bytes(257))));
        _registry.register(kinds, PAYOUT, KEY, 0, string(new bytes(257)));
        if (kinds < 8) {
            vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, ""));
            _registry.register(kinds, PAYOUT, KEY, 0, "");
        }
        assertEq(_registry.count(), 0, "nobody is registered");

        _registry.register(kinds, PAYOUT, KEY, 0, least);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, long));
        _registry.update(1, PAYOUT, KEY, 0, long);
        assertEq(_registry.endpointOf(1), least, "as before");
        _registry.update(1, PAYOUT, KEY, 0, string(new bytes(256)));
        assertEq(bytes(_registry.endpointOf(1)).length, 256, "the longest");
    }

    function testFuzz_Register_RevertWhen_TheNodeKeyIsTaken(uint8 kinds, address second, address key, address other) external {
        vm.assume(second != address(0) && key != address(0) && other != address(0) && key != other);
        kinds = ofOneRegister(kinds);
        registering(kinds, other);
        uint64 holder = registering(kinds, key);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.NodeKeyTaken.selector, key, holder);
        vm.expectRevert(refusal);
        vm.prank(second);
        _registry.register(kinds, PAYOUT, key, 0, "e");
        vm.expectRevert(refusal);
        vm.prank(OWNER);
        _registry.update(1, PAYOUT, key, 0, "e");
        assertEq(_registry.count(), 2, "nobody more");
        assertEq(_registry.idOfNodeKey(key), holder, "whose it is");
        assertEq(_registry.idOfNodeKey(other), 1, "the other keeps its own");

        vm.prank(OWNER);
        _registry.update(holder, PAYOUT, address(uint160(key) ^ uint160(other)), 0, "e");
        vm.prank(second);
        assertEq(_registry.register(kinds, PAYOUT, key, 0, "e"), 3, "once it is free");
    }

    function testFuzz_Update_RevertWhen_AnotherThanTheOwnerCalls(address caller, address payout, address key) external {
        vm.assume(caller != OWNER && payout != address(0) && key != address(0));
        registering(1, KEY);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotOwner.selector, 1, caller));
        vm.prank(caller);
        _registry.update(1, payout, key, 0, "e");
        assertEq(_registry.payoutOf(1), PAYOUT, "payout");
        assertEq(_registry.nodeKeyOf(1), KEY, "node key");
        vm.prank(OWNER);
        _registry.update(1, payout, key, 0, "e");
        assertEq(_registry.nodeKeyOf(1), key, "the owner's");
    }

    function test_Update_ChangesTheRecordAndFreesTheOldKey() external {
        registering(1, KEY);
        vm.expectEmit(true, true, true, true, address(_registry));
        emit Updated(1, address(0x1), address(0x2), "new", "http://elsewhere");
        vm.prank(OWNER);
        _registry.update(1, address(0x1), address(0x2), "new", "http://elsewhere");

        assertEq(_registry.payoutOf(1), address(0x1), "payout");
        assertEq(_registry.idOfNodeKey(KEY), 0, "old key");
        assertEq(_registry.idOfNodeKey(address(0x2)), 1, "new key");
        assertEq(registering(1, KEY), 2, "the old key serves again");
    }

    function test_Update_MayKeepTheKey() external {
        registering(1, KEY);
        vm.prank(OWNER);
        _registry.update(1, address(0x1), KEY, "new", "http://elsewhere");

        assertEq(_registry.idOfNodeKey(KEY), 1, "key");
    }

    function testFuzz_RevertWhen_TheIdIsUnknown(uint64 known, uint64 id, address caller) external {
        known = uint64(bound(known, 0, 3));
        if (id != 0) id = uint64(bound(id, known + 1, type(uint64).max));
        for (uint160 i = 1; i <= known; i++) {
            registering(1, address(i));
        }
        bytes memory refusal = abi.encodeWithSelector(IRegistry.UnknownId.selector, id);
        bytes[10] memory calls = [
            abi.encodeCall(_registry.ownerOf, (id)),
            abi.encodeCall(_registry.payoutOf, (id)),
            abi.encodeCall(_registry.nodeKeyOf, (id)),
            abi.encodeCall(_registry.endpointOf, (id)),
            abi.encodeCall(_registry.update, (id, PAYOUT, KEY, bytes32(0), "e")),
            abi.encodeCall(_registry.activate, (id)),
            abi.encodeCall(_registry.reinstate, (id)),
            abi.encodeCall(_registry.exit, (id)),
            abi.encodeCall(_registry.completeExit, (id)),
            abi.encodeCall(_registry.subscribe, (id, address(0x70), 1, type(uint256).max))
        ];
        for (uint256 i = 0; i < calls.length; i++) {
            vm.prank(caller);
            (bool done, bytes memory answer) = address(_registry).call(calls[i]);
            assertFalse(done, "refused");
            assertEq(answer, refusal, "and says why");
        }
        vm.expectRevert(refusal);
        _registry.suspend(id, 1, 0);
        assertEq(_registry.kindsOf(id), 0, "kinds");
        registering(1, KEY);
        assertEq(_registry.ownerOf(known + 1), OWNER, "the next one is known");
    }

    function testFuzz_SetStakeThreshold_RevertWhen_AnotherThanTheGovernorCalls(address caller, address token, uint96 amount) external {
        vm.assume(caller != address(this));
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, caller));
        vm.prank(caller);
        _registry.setStakeThreshold(token, amount);
        assertEq(_registry.stakeTokens().length, 0, "tokens");
    }

    function testFuzz_SetStakeThreshold_RevertWhen_TheTokenIsMissing(uint256 amount, address token) external {
        vm.assume(token != address(0));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "token"));
        _registry.setStakeThreshold(address(0), amount);
        assertEq(_registry.stakeTokens().length, 0, "tokens");
        amount = bound(amount, 0, type(uint96).max);
        _registry.setStakeThreshold(token, amount);
        assertEq(_registry.stakeThresholdOf(token), amount, "of a token");
    }

    function testFuzz_SetStakeThreshold_RevertWhen_TooManyTokensAreAccepted(uint160 first, uint160 ninth, uint96 amount, uint8 which)
        external
    {
        first = uint160(bound(first, 1, type(uint160).max - 8));
        if (ninth == 0 || (ninth >= first && ninth < first + 8)) ninth = first + 8;
        for (uint160 i = 0; i < 8; i++) {
            _registry.setStakeThreshold(address(first + i), amount);
        }
        vm.expectRevert(abi.encodeWithSelector(IRegistry.StakeTokensFull.selector, 8));
        _registry.setStakeThreshold(address(ninth), amount);
        assertEq(_registry.stakeTokens().length, 8, "tokens");
        // One of the eight may still be changed.
        address known = address(first + which % 8);
        _registry.setStakeThreshold(known, amount ^ 1);
        assertEq(_registry.stakeThresholdOf(known), amount ^ 1, "changed");
        assertEq(_registry.stakeTokens().length, 8, "still");
    }

    /// Some kinds of one register, whatever the number.
    function ofOneRegister(uint8 random) private pure returns (uint8) {
        uint8[15] memory all = [1, 2, 3, 4, 5, 6, 7, 16, 8, 32, 40, 64, 72, 96, 104];
        return all[random % 15];
    }

    function registering(uint8 kinds, address key) private returns (uint64) {
        vm.prank(OWNER);
        return _registry.register(kinds, PAYOUT, key, "profile", "http://node-1:9101");
    }
}
