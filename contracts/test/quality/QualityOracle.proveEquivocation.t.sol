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

    function test_RevertWhen_BothAreTheSame() external {
        bytes memory signed = signature(1, 11, ROOT, RECORDS);
        vm.expectRevert(IQualityOracle.NoEquivocation.selector);
        oracle.proveEquivocation(11, ROOT, RECORDS, signed, ROOT, RECORDS, signed);
    }

    function test_RevertWhen_TwoKeysSigned() external {
        bytes memory a = signature(1, 11, ROOT, RECORDS);
        bytes memory b = signature(2, 11, OTHER, RECORDS);
        vm.expectRevert(IQualityOracle.NoEquivocation.selector);
        oracle.proveEquivocation(11, ROOT, RECORDS, a, OTHER, RECORDS, b);
    }

    function test_RevertWhen_TheTwoAreOfDifferentEpochs() external {
        bytes memory a = signature(1, 11, ROOT, RECORDS);
        bytes memory b = signature(1, 12, OTHER, RECORDS);
        vm.expectRevert(IQualityOracle.NoEquivocation.selector);
        oracle.proveEquivocation(11, ROOT, RECORDS, a, OTHER, RECORDS, b);
    }

    function test_RevertWhen_TheSignerWasNoReporter() external {
        bytes memory a = signature(6, 11, ROOT, RECORDS);
        bytes memory b = signature(6, 11, OTHER, RECORDS);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(6)));
        oracle.proveEquivocation(11, ROOT, RECORDS, a, OTHER, RECORDS, b);

        a = signature(1, 10, ROOT, RECORDS);
        b = signature(1, 10, OTHER, RECORDS);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, keyOf(1)));
        oracle.proveEquivocation(10, ROOT, RECORDS, a, OTHER, RECORDS, b);
        vm.expectRevert(abi.encodeWithSelector(IQualityOracle.NotReporter.selector, address(0)));
        oracle.proveEquivocation(11, ROOT, RECORDS, "", OTHER, RECORDS, "");
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

    function test_RevertWhen_ItWasPunishedForTheEpoch() external {
        proves(2, 11, OTHER, RECORDS);
        bytes memory a = signature(2, 11, ROOT, RECORDS);
        bytes memory b = signature(2, 11, ROOT, OTHER);
        vm.expectRevert(abi.encodeWithSelector(QualityOracle.EquivocationPunished.selector, 2, 11));
        oracle.proveEquivocation(11, ROOT, RECORDS, a, ROOT, OTHER, b);

        proves(2, 12, OTHER, RECORDS);
        assertEq(book.slashes(), 2, "another epoch is another offence");
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
