// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IQualityOracle} from "../../src/interfaces/IQualityOracle.sol";
import {QualityTest} from "./QualityTest.sol";

/// @dev Branches: QualityOracle.proveEquivocation.tree
contract QualityOracleProveEquivocationTest is QualityTest {
    bytes32 private constant OTHER = keccak256("other");

    event Equivocated(uint64 indexed id, uint32 indexed epoch, address prover);

    function setUp() public override {
        super.setUp();
        withReporters(5);
    }

    /// One bit more or less makes it two.
    function testFuzz_RevertWhen_BothAreTheSame(uint64 id, uint32 epoch, bytes32 root, bytes32 records, uint8 bit) external {
        (id, epoch) = (uint64(bound(id, 1, 5)), uint32(bound(epoch, 11, type(uint32).max - 1)));
        bytes memory signed = signature(id, epoch, root, records);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NoEquivocation.selector));
        oracle.proveEquivocation(epoch, root, records, signed, root, records, signed);
        assertEq(book.slashes(), 0, "nothing is slashed");

        bytes32 other = records ^ bytes32(uint256(1) << bit);
        oracle.proveEquivocation(epoch, root, records, signed, root, other, signature(id, epoch, root, other));
        assertEq(book.slashedId(), id, "slashed");
    }

    function testFuzz_RevertWhen_TwoKeysSigned(uint64 id, uint64 other, bytes32 root) external {
        (id, other) = (uint64(bound(id, 1, 12)), uint64(bound(other, 1, 11)));
        if (other >= id) other++;
        if (root == ROOT) root = OTHER;
        bytes memory a = signature(id, 11, ROOT, RECORDS);
        bytes memory b = signature(other, 11, root, RECORDS);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NoEquivocation.selector));
        oracle.proveEquivocation(11, ROOT, RECORDS, a, root, RECORDS, b);
        assertEq(book.slashes(), 0, "nothing is slashed");
    }

    function testFuzz_RevertWhen_TheTwoAreOfDifferentEpochs(uint64 id, uint32 epoch, bytes32 root) external {
        id = uint64(bound(id, 1, 5));
        if (epoch == 11) epoch = 12;
        if (root == ROOT) root = OTHER;
        bytes memory a = signature(id, 11, ROOT, RECORDS);
        bytes memory b = signature(id, epoch, root, RECORDS);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NoEquivocation.selector));
        oracle.proveEquivocation(11, ROOT, RECORDS, a, root, RECORDS, b);
        oracle.proveEquivocation(11, ROOT, RECORDS, a, root, RECORDS, signature(id, 11, root, RECORDS));
        assertEq(book.slashedId(), id, "of one epoch they are one");
    }

    /// Nobody's key, a reporter's before it was one or after it left, and signatures that are none.
    function testFuzz_RevertWhen_TheSignerWasNoReporter(uint64 id, uint32 epoch, bytes32 root, bytes calldata ruined) external {
        id = uint64(bound(id, 1, 12));
        leaves(5);
        uint32 from = id < 5 ? type(uint32).max : id == 5 ? 13 : 0;
        if (epoch > 10 && epoch < from) epoch = id == 5 ? 13 : epoch % 11;
        if (root == ROOT) root = OTHER;
        bytes memory a = signature(id, epoch, ROOT, RECORDS);
        bytes memory b = signature(id, epoch, root, RECORDS);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(id)));
        oracle.proveEquivocation(epoch, ROOT, RECORDS, a, root, RECORDS, b);
        if (ruined.length == 65) return;
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, address(0)));
        oracle.proveEquivocation(11, ROOT, RECORDS, ruined, root, RECORDS, ruined);
        assertEq(book.slashes(), 0, "nothing is slashed");
    }

    function test_TwoRootsOfOneEpochCostTheStakeAndTheSeat() external {
        vm.expectEmit(true, true, true, true, address(oracle));
        emit Equivocated(2, 11, address(0xb0b));
        proves(2, 11, OTHER, RECORDS);

        assertEq(book.slashedId(), 2, "id");
        assertEq(book.slashedToken(), TOKEN, "token");
        assertEq(book.slashedAmount(), STAKE, "amount");
        assertEq(book.slashedFor(), address(0xb0b), "prover");
        assertTrue(oracle.isReporter(keyOf(2), 12), "the running epoch keeps its reporters");
        assertFalse(oracle.isReporter(keyOf(2), 13), "the next one does without");
        assertEq(oracle.quorumOf(13), 3, "quorum of 4");
    }

    function test_TwoRecordsUnderOneRootAreTwoStatements() external {
        proves(2, 11, ROOT, OTHER);
        assertEq(book.slashes(), 1, "slashes");
    }

    /// Whatever two others it signed, and whoever shows them.
    function testFuzz_RevertWhen_ItWasPunishedForTheEpoch(uint64 id, bytes32 root, bytes32 records, address caller) external {
        id = uint64(bound(id, 1, 5));
        if (root == ROOT && records == RECORDS) root = OTHER;
        proves(id, 11, OTHER, RECORDS);
        bytes memory a = signature(id, 11, ROOT, RECORDS);
        bytes memory b = signature(id, 11, root, records);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.EquivocationPunished.selector, id, 11));
        oracle.proveEquivocation(11, ROOT, RECORDS, a, root, records, b);
        assertEq(book.slashes(), 1, "once");

        proves(id, 12, OTHER, RECORDS);
        assertEq(book.slashes(), 2, "another epoch is another offence");
        proves(id % 5 + 1, 11, OTHER, RECORDS);
        assertEq(book.slashes(), 3, "and so is another's");
    }

    function test_LeavingDoesNotHelp() external {
        leaves(2);
        inEpoch(20);
        proves(2, 11, OTHER, RECORDS);
        assertEq(book.slashedId(), 2, "id");
    }

    function proves(uint64 id, uint32 epoch, bytes32 root, bytes32 records) private {
        bytes memory a = signature(id, epoch, ROOT, RECORDS);
        bytes memory b = signature(id, epoch, root, records);
        vm.prank(address(0xb0b));
        oracle.proveEquivocation(epoch, ROOT, RECORDS, a, root, records, b);
    }
}
