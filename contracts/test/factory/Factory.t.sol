// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CommunityFund} from "../../src/CommunityFund.sol";
import {Factory} from "../../src/Factory.sol";
import {Test} from "../Test.sol";

contract Refusing {
    error Refused(uint256 why);

    constructor(uint256 why) {
        revert Refused({why: why});
    }
}

/// Two contracts that name each other for ever.
contract Twin {
    Twin public immutable other;

    constructor(Twin other_) {
        other = other_;
    }
}

contract FactoryTest is Test {
    Factory private factory;
    address private stranger;

    function setUp() external {
        factory = new Factory(address(this));
        (stranger,) = actor("stranger");
    }

    function test_CreatesEachStepAtTheAddressThatFollowsFromItsNumber() external {
        for (uint256 step = 0; step < 5; step++) {
            address wanted = addressOf(step);
            vm.expectEmit(address(factory));
            emit Factory.Created({step: step, at: wanted});
            (address at, bytes32 codeHash) = factory.create(step, fundCode(address(uint160(step + 1))));
            assertEq(at, wanted, "address");
            assertEq(codeHash, wanted.codehash, "code hash");
            assertEq(CommunityFund(at).timelock(), address(uint160(step + 1)), "constructor's argument");
        }
        assertEq(factory.created(), 5, "steps");
    }

    function test_ContractsMayNameEachOtherForEver() external {
        (address first,) = factory.create(0, abi.encodePacked(type(Twin).creationCode, abi.encode(addressOf(1))));
        (address second,) = factory.create(1, abi.encodePacked(type(Twin).creationCode, abi.encode(first)));
        assertEq(address(Twin(first).other()), second, "first names second");
        assertEq(address(Twin(second).other()), first, "second names first");
    }

    function testFuzz_RevertWhen_TheStepIsNotNext(uint256 done, uint256 step) external {
        done = bound(done, 0, 3);
        for (uint256 i = 0; i < done; i++) {
            factory.create(i, fundCode(stranger));
        }
        vm.assume(step != done);
        vm.expectRevert(abi.encodeWithSelector(Factory.StepNotNext.selector, step, done));
        factory.create(step, fundCode(stranger));
    }

    function testFuzz_RevertWhen_AnotherThanTheDeployerCalls(address deployer, address caller, uint256 step) external {
        vm.assume(caller != deployer);
        factory = new Factory(deployer);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(Factory.NotDeployer.selector, caller));
        factory.create(step, fundCode(stranger));
        assertEq(factory.created(), 0, "not done");
        vm.prank(deployer);
        factory.create(0, fundCode(stranger));
        assertEq(factory.created(), 1, "by the deployer");
    }

    function test_RevertWhen_TheConstructorRefuses_WithItsOwnError_AndTheStepStaysToBeDone() external {
        vm.expectRevert(abi.encodeWithSelector(Refusing.Refused.selector, 7));
        factory.create(0, abi.encodePacked(type(Refusing).creationCode, abi.encode(7)));
        assertEq(factory.created(), 0, "not done");
        (address at,) = factory.create(0, fundCode(stranger));
        assertEq(at, addressOf(0), "the same address at the second try");
    }

    /// Whatever step it is: code that begins with 0xef (EIP-3541), an unknown instruction, or a refusal that says nothing.
    function testFuzz_RevertWhen_TheChainDoesNotTakeTheCode(uint256 step, uint8 first, uint16 size, bytes calldata tail) external {
        vm.assume(first != 0xef);
        step = bound(step, 0, 3);
        for (uint256 i = 0; i < step; i++) {
            factory.create(i, fundCode(stranger));
        }
        size = uint16(bound(size, 1, 24_576));
        bytes memory refusal = abi.encodeWithSelector(Factory.CreationFailed.selector, step);
        vm.expectRevert(refusal);
        factory.create(step, bytes.concat(beginning(0xef, size), tail));
        // INVALID. Behind it nothing counts, nor behind the others' last instruction.
        vm.expectRevert(refusal);
        factory.create(step, bytes.concat(hex"fe", tail));
        // PUSH1 0, PUSH1 0, REVERT.
        vm.expectRevert(refusal);
        factory.create(step, bytes.concat(hex"60006000fd", tail));
        assertEq(factory.created(), step, "not done");

        (address at,) = factory.create(step, bytes.concat(beginning(first, size), tail));
        assertEq(at, addressOf(step), "the same address");
        assertEq(at.code.length, size, "any other code");
    }

    /// Creation code: PUSH1 first, PUSH1 0, MSTORE8, PUSH2 size, PUSH1 0, RETURN.
    function beginning(uint8 first, uint16 size) private pure returns (bytes memory) {
        return abi.encodePacked(hex"60", first, hex"60005361", size, hex"6000f3");
    }

    function addressOf(uint256 step) private view returns (address) {
        return vm.computeCreateAddress(address(factory), step + 1);
    }

    function fundCode(address timelock) private pure returns (bytes memory) {
        return abi.encodePacked(type(CommunityFund).creationCode, abi.encode(timelock));
    }
}
