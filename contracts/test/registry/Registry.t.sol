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

    function test_Register_RevertWhen_AnAddressIsMissing() external {
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "payout"));
        _registry.register(1, address(0), KEY, 0, "e");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.ZeroAddress.selector, "nodeKey"));
        _registry.register(1, PAYOUT, address(0), 0, "e");
    }

    function test_Register_RevertWhen_TheEndpointIsEmptyOrTooLong() external {
        string memory long = string(new bytes(257));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, ""));
        _registry.register(1, PAYOUT, KEY, 0, "");
        vm.expectRevert(abi.encodeWithSelector(IRegistry.EndpointInvalid.selector, long));
        _registry.register(1, PAYOUT, KEY, 0, long);
    }

    function test_Register_RevertWhen_TheNodeKeyIsTaken() external {
        registering(1, KEY);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NodeKeyTaken.selector, KEY, 1));
        _registry.register(1, PAYOUT, KEY, 0, "e");
    }

    function test_Update_RevertWhen_AnotherThanTheOwnerCalls() external {
        registering(1, KEY);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotOwner.selector, 1, address(this)));
        _registry.update(1, address(this), KEY, 0, "e");
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

    function test_RevertWhen_TheIdIsUnknown() external {
        bytes memory refusal = abi.encodeWithSelector(IRegistry.UnknownId.selector, 5);
        vm.expectRevert(refusal);
        _registry.ownerOf(5);
        vm.expectRevert(refusal);
        _registry.payoutOf(5);
        vm.expectRevert(refusal);
        _registry.nodeKeyOf(5);
        vm.expectRevert(refusal);
        _registry.endpointOf(5);
        vm.expectRevert(refusal);
        _registry.update(5, PAYOUT, KEY, 0, "e");
        assertEq(_registry.kindsOf(5), 0, "kinds");
    }

    function test_SetStakeThreshold_RevertWhen_AnotherThanTheGovernorCalls() external {
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ICertification.NotGovernor.selector, OWNER));
        _registry.setStakeThreshold(address(0x70), 1);
    }

    function test_SetStakeThreshold_RevertWhen_TooManyTokensAreAccepted() external {
        for (uint160 i = 1; i <= 8; i++) {
            _registry.setStakeThreshold(address(i), i);
        }
        _registry.setStakeThreshold(address(8), 80);
        assertEq(_registry.stakeThresholdOf(address(8)), 80, "changed");
        assertEq(_registry.stakeTokens().length, 8, "tokens");

        vm.expectRevert(abi.encodeWithSelector(IRegistry.StakeTokensFull.selector, 8));
        _registry.setStakeThreshold(address(9), 9);
    }

    function registering(uint8 kinds, address key) private returns (uint64) {
        vm.prank(OWNER);
        return _registry.register(kinds, PAYOUT, key, "profile", "http://node-1:9101");
    }
}
