// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FeeSplitter} from "../../src/FeeSplitter.sol";
import {IFeeSplitter} from "../../src/interfaces/IFeeSplitter.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {QualityTest} from "./QualityTest.sol";

/// @dev Branches: FeeSplitter.tree. The oracle is the real one.
contract FeeSplitterTest is QualityTest {
    event Split(address indexed token, uint256 toPot, uint256 toFund);

    address private constant FUND = address(0xf0);

    TestDollar private _dollar;
    FeeSplitter private _splitter;

    function setUp() public override {
        super.setUp();
        _dollar = new TestDollar();
        _splitter = new FeeSplitter(oracle, IRegistry(address(book)), FUND);
        withReporters(4);
    }

    function coming(uint256 amount) private {
        _dollar.mint(address(_splitter), amount);
        _splitter.split(address(_dollar));
    }

    function finalRoot() private {
        posts(11, 1, 3);
        (, uint32 finalAt) = oracle.signersOf(11);
        vm.warp(finalAt);
    }

    function assertBooks() private view {
        uint256 owed = 0;
        for (uint64 id = 1; id <= 4; id++) {
            owed += _splitter.owedOf(id, address(_dollar));
        }
        assertEq(_dollar.balanceOf(address(_splitter)), _splitter.potOf(address(_dollar)) + owed, "balance = pot + owed");
    }

    function test_Split_RevertWhen_NothingCame() external {
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.NothingToSplit.selector, address(_dollar)));
        _splitter.split(address(_dollar));
        coming(100);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.NothingToSplit.selector, address(_dollar)));
        _splitter.split(address(_dollar));
    }

    function testFuzz_Split_KeepsAQuarter(uint128 first, uint128 second) external {
        vm.assume(first > 0 && second > 0);
        coming(first);
        _dollar.mint(address(_splitter), second);
        vm.expectEmit(true, true, true, true, address(_splitter));
        emit Split(address(_dollar), second / 4, second - second / 4);
        _splitter.split(address(_dollar));
        assertEq(_splitter.potOf(address(_dollar)), uint256(first / 4) + second / 4, "pot");
        assertEq(_dollar.balanceOf(FUND), uint256(first) - first / 4 + second - second / 4, "fund");
        assertBooks();
    }

    function test_Reward_RevertWhen_TheRootIsUnknownOrNotFinal() external {
        coming(4_000_000);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.RootNotFinal.selector, 11, 0));
        _splitter.reward(11, address(_dollar));
        posts(11, 1, 3);
        (, uint32 finalAt) = oracle.signersOf(11);
        vm.warp(finalAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.RootNotFinal.selector, 11, finalAt));
        _splitter.reward(11, address(_dollar));
        vm.warp(finalAt);
        _splitter.reward(11, address(_dollar));
    }

    function test_Reward_RevertWhen_ItWasDone() external {
        coming(4_000_000);
        finalRoot();
        _splitter.reward(11, address(_dollar));
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.AlreadyRewarded.selector, 11, address(_dollar)));
        _splitter.reward(11, address(_dollar));
    }

    function testFuzz_Reward_OwesAnEighthOfThePotInEqualParts(uint128 fees) external {
        vm.assume(fees > 0);
        coming(fees);
        uint256 each = uint256(fees / 4) / 8 / 3;
        finalRoot();
        assertEq(_splitter.reward(11, address(_dollar)), each, "each");
        for (uint64 id = 1; id <= 3; id++) {
            assertEq(_splitter.owedOf(id, address(_dollar)), each, "a signer");
        }
        assertEq(_splitter.owedOf(4, address(_dollar)), 0, "who did not sign");
        assertBooks();
    }

    function test_Reward_WhoEquivocatedHasNoPart() external {
        coming(9600);
        posts(11, 1, 3);
        oracle.proveEquivocation(11, ROOT, RECORDS, signature(2, 11, ROOT, RECORDS), 0, RECORDS, signature(2, 11, 0, RECORDS));
        (, uint32 finalAt) = oracle.signersOf(11);
        vm.warp(finalAt);
        _splitter.reward(11, address(_dollar));
        assertEq(_splitter.owedOf(1, address(_dollar)), 150, "half of an eighth of a quarter");
        assertEq(_splitter.owedOf(2, address(_dollar)), 0, "nothing");
        assertBooks();
    }

    function test_Claim_PaysThePayoutWallet_WhoeverCalls() external {
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.NothingToClaim.selector, 1));
        _splitter.claim(1, address(_dollar));
        coming(9600);
        finalRoot();
        _splitter.reward(11, address(_dollar));
        vm.mockCall(address(book), abi.encodeCall(IRegistry.payoutOf, (1)), abi.encode(address(0xbb)));
        assertEq(_splitter.claim(1, address(_dollar)), 100, "claimed");
        assertEq(_dollar.balanceOf(address(0xbb)), 100, "payout wallet");
        assertBooks();
    }
}
