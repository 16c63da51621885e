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

    /// Nor is what waits in the pot or is owed to a signer split again; one unit that comes is.
    function testFuzz_Split_RevertWhen_NothingCame(uint128 fees, address caller) external {
        bytes memory refusal = abi.encodeWithSelector(IFeeSplitter.NothingToSplit.selector, address(_dollar));
        vm.prank(caller);
        vm.expectRevert(refusal);
        _splitter.split(address(_dollar));
        coming(bound(fees, 1, type(uint128).max));
        vm.expectRevert(refusal);
        _splitter.split(address(_dollar));
        finalRoot();
        _splitter.reward(11, address(_dollar));
        vm.prank(caller);
        vm.expectRevert(refusal);
        _splitter.split(address(_dollar));
        assertBooks();

        uint256 fund = _dollar.balanceOf(FUND);
        coming(1);
        assertEq(_dollar.balanceOf(FUND), fund + 1, "the fund has the rounding");
        assertBooks();
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

    function testFuzz_Reward_RevertWhen_TheRootIsUnknownOrNotFinal(uint32 epoch, uint256 delay, uint256 early, address caller) external {
        coming(4_000_000);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.RootNotFinal.selector, epoch, 0));
        _splitter.reward(epoch, address(_dollar));
        uint256 posted = startOf(12) + bound(delay, 0, 21_600);
        vm.warp(posted);
        posts(11, 1, 3);
        vm.warp(posted + 21_600 - bound(early, 1, 21_600));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.RootNotFinal.selector, 11, posted + 21_600));
        _splitter.reward(11, address(_dollar));

        vm.warp(posted + 21_600);
        if (epoch != 11) {
            vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.RootNotFinal.selector, epoch, 0));
            _splitter.reward(epoch, address(_dollar));
        }
        assertEq(_splitter.potOf(address(_dollar)), 1_000_000, "nothing left the pot");
        vm.prank(caller);
        _splitter.reward(11, address(_dollar));
        assertTrue(_splitter.isRewarded(11, address(_dollar)), "rewarded");
    }

    /// Whatever comes since and however late it is; of another token the same root is rewarded.
    function testFuzz_Reward_RevertWhen_ItWasDone(uint128 fees, uint128 more, uint32 wait, address caller) external {
        coming(bound(fees, 1, type(uint128).max));
        finalRoot();
        _splitter.reward(11, address(_dollar));
        coming(bound(more, 1, type(uint128).max));
        vm.warp(vm.getBlockTimestamp() + wait);
        uint256 pot = _splitter.potOf(address(_dollar));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.AlreadyRewarded.selector, 11, address(_dollar)));
        _splitter.reward(11, address(_dollar));
        assertEq(_splitter.potOf(address(_dollar)), pot, "the pot");
        assertBooks();

        address another = address(new TestDollar());
        _splitter.reward(11, another);
        assertTrue(_splitter.isRewarded(11, another), "another token");
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

    /// Who did not sign has nothing to claim, nor who claimed, nor anybody of a reward that rounds to nothing.
    function testFuzz_Claim_PaysThePayoutWallet_WhoeverCalls(uint64 stranger, uint64 signer, uint128 fees, address caller) external {
        signer = uint64(bound(signer, 1, 3));
        if (stranger >= 1 && stranger <= 3) stranger += 3;
        coming(fees % 2 == 0 ? bound(fees, 1, 200) : fees);
        finalRoot();
        bytes memory refusal = abi.encodeWithSelector(IFeeSplitter.NothingToClaim.selector, signer);
        vm.expectRevert(refusal);
        _splitter.claim(signer, address(_dollar));
        uint256 each = _splitter.reward(11, address(_dollar));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IFeeSplitter.NothingToClaim.selector, stranger));
        _splitter.claim(stranger, address(_dollar));

        vm.mockCall(address(book), abi.encodeCall(IRegistry.payoutOf, (signer)), abi.encode(address(0xbb)));
        if (each > 0) {
            vm.prank(caller);
            assertEq(_splitter.claim(signer, address(_dollar)), each, "claimed");
        }
        vm.prank(caller);
        vm.expectRevert(refusal);
        _splitter.claim(signer, address(_dollar));
        assertEq(_dollar.balanceOf(address(0xbb)), each, "payout wallet");
        assertBooks();
    }
}
