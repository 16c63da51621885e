// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Amendments} from "../../src/Amendments.sol";
import {ConsumerOrchestrator} from "../../src/ConsumerOrchestrator.sol";
import {LedgerRecords} from "../../src/LedgerRecords.sol";
import {Orchestrator} from "../../src/Orchestrator.sol";
import {Replacements} from "../../src/Replacements.sol";
import {ILedger, IProviderOrchestrator, ISettlement} from "../../src/interfaces/IOrchestrator.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {KeepingToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {RefusalTest} from "./RefusalTest.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract ModulesTest is RefusalTest {
    function test_OnlyTheVerifierActivatesAndConfirms() external {
        (uint128[] memory ids,) = openTwoOfThree();
        bytes memory refusal = abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(verifier));
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        orchestrator.activate(ids[0]);
        vm.expectRevert(refusal);
        orchestrator.confirm(1, 5);
        vm.stopPrank();
    }

    /// Three of them, as far apart as may be, over several words: none again, none between, none that is not over.
    function testFuzz_EpochsAreConfirmedOnceInOrderAndAfterTheirEnd(uint256[3] memory gaps, uint256 seed, uint256 again) external {
        uint256 epoch = 0;
        for (uint256 i = 0; i < 3; i++) {
            epoch = gaps[i] = epoch + bound(gaps[i], 1, gaps[i] % 2 == 0 ? 3 : 300);
        }
        vm.warp(bound(seed, startOf(uint32(epoch) + 1), startOf(uint32(epoch) + 400)));
        for (uint256 i = 0; i < 3; i++) {
            confirm(1, uint32(gaps[i]));
        }
        again = gaps[again % 3];
        vm.startPrank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochAlreadyConfirmed.selector, 1, again));
        orchestrator.confirm(1, uint32(again));
        uint256 closed = seed % 3 == 0 ? above(seed / 3, currentEpoch() - 1, type(uint32).max) : below(seed / 3, epoch, 0);
        if (closed == gaps[1] || closed == gaps[0]) closed--;
        if (closed == gaps[0]) closed--;
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotOpenForConfirmation.selector, closed));
        orchestrator.confirm(1, uint32(closed));
        vm.stopPrank();
        (uint32 confirmedSeconds, bool any, uint32 newest) = orchestrator.confirmedOf(1);
        assertEq(confirmedSeconds, 3 * EPOCH, "three epochs");
        assertTrue(any && newest == epoch, "newest");

        uint32 last = currentEpoch() - 1;
        if (last > epoch) confirm(1, last);
        assertTrue(orchestrator.isConfirmed(1, last), "the one that is just over");
    }

    function testFuzz_OnlyOraclesPostRootsOfEndedEpochsNewerEachTime(address caller, uint256 time, uint256 epoch, uint256 seed) external {
        // Nobody sends from the zero address.
        vm.assume(caller != oracle && caller != address(0));
        vm.warp(bound(time, block.timestamp, startOf(1000)));
        uint32 current = currentEpoch();
        epoch = bound(epoch, 0, current - 1);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, caller, address(0)));
        orchestrator.rootPosted(uint32(epoch));
        uint256 wrong = above(seed, current - 1, type(uint32).max);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochNotEnded.selector, wrong));
        postRoot(uint32(wrong));
        postRoot(uint32(epoch));
        wrong = below(seed, epoch + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RootNotNewer.selector, wrong, epoch));
        postRoot(uint32(wrong));

        if (epoch + 1 < current) postRoot(uint32(epoch + 1));
    }

    function testFuzz_OnlyTheGovernorAddsMarketsWithACappedFee(address caller, uint256 seed, address coin, bool holding) external {
        vm.assume(caller != address(this) && coin != address(0));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, caller, address(this)));
        createMarket(coin, 100, oracle, holding);
        uint16 fee = uint16(above(seed, 500, type(uint16).max));
        vm.expectRevert(abi.encodeWithSelector(ILedger.FeeAboveCap.selector, fee, 500));
        createMarket(coin, fee, oracle, holding);
        uint16 second = createMarket(coin, 500, oracle, holding);
        (address itsToken, uint16 feeBps, address itsOracle) = orchestrator.marketOf(second);
        assertTrue(itsToken == coin && feeBps == 500 && itsOracle == oracle, "as created");
    }

    function testFuzz_AMarketHasATokenAndAnOracle(uint256 fee, address coin, address judge, bool holding) external {
        vm.assume(coin != address(0) && judge != address(0));
        fee = bound(fee, 0, 500);
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "token"));
        createMarket(address(0), uint16(fee), judge, holding);
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "oracle"));
        createMarket(coin, uint16(fee), address(0), holding);
        createMarket(coin, uint16(fee), judge, holding);
    }

    /// 511 in all, of 64 oracles at most, holding or not.
    /// forge-config: default.fuzz.runs = 8
    /// forge-config: deep.fuzz.runs = 64
    function testFuzz_MarketsAndOraclesAreSoMany(uint256 seed) external {
        uint160 first = uint160(bound(seed, 1, type(uint128).max));
        // One market is there, with its oracle.
        for (uint160 i = 1; i < 64; i++) {
            createMarket(address(token), 0, address(first + i), seed >> (i % 256) & 1 == 1);
        }
        bool holding = seed % 2 == 0;
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "oracles"));
        createMarket(address(token), 0, address(first + 64), holding);
        for (uint160 i = 64; i < 511; i++) {
            createMarket(address(token), 0, address(first + 1 + i % 63), seed >> (i % 256) & 1 == 1);
        }
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "markets"));
        createMarket(address(token), 0, oracle, holding);
    }

    function testFuzz_BeforeTheGenesisThereIsNoEpoch(uint256 seed) external {
        uint256 time = below(seed, GENESIS, 0);
        vm.warp(time);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TooEarly.selector, time, GENESIS));
        orchestrator.currentEpoch();
        vm.warp(GENESIS);
        assertEq(orchestrator.currentEpoch(), 0, "the first");
    }

    /// Each on its own, and the finality of one root is over when the next epoch's may come.
    function testFuzz_RevertWhen_TheSettingsDoNotFit(uint256 which, uint256 epochs, uint256 quality, uint256 finality, uint256 seed)
        external
    {
        ILedger.Config memory wanted = config();
        wanted.epochSeconds = uint32(bound(epochs, 1, type(uint32).max - 1));
        wanted.qualityWindowSeconds = uint32(bound(quality, 0, wanted.epochSeconds));
        wanted.finalitySeconds = uint32(wanted.epochSeconds - wanted.qualityWindowSeconds);
        wanted.startSeconds = uint32(bound(finality, 1, type(uint32).max));
        assertTrue(new LedgerRecords(wanted).configHash() == keccak256(abi.encode(wanted)), "just so");
        which %= 3;
        if (which == 0) (wanted.epochSeconds, wanted.qualityWindowSeconds, wanted.finalitySeconds) = (0, 0, 0);
        if (which == 1) wanted.finalitySeconds = uint32(above(seed, wanted.finalitySeconds, type(uint32).max));
        if (which == 2) wanted.startSeconds = 0;
        string memory field = which == 0 ? "epochSeconds" : which == 1 ? "finalitySeconds" : "startSeconds";
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, field));
        new LedgerRecords(wanted);
    }

    /// One piece has one bit of one setting otherwise.
    function testFuzz_AllPiecesOfCodeMustBeDeployedWithTheSameSettings(uint256 which, uint256 field, uint256 seed) external {
        which %= 4;
        address[4] memory pieces;
        for (uint256 i = 0; i < 4; i++) {
            pieces[i] = piece(i, config());
        }
        address good = pieces[which];
        pieces[which] = piece(which, otherwise(field, seed));
        string memory name = ["consumerSide", "records", "replacements", "amendments"][which];
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, name));
        new Orchestrator(config(), pieces[0], pieces[1], pieces[2], pieces[3]);

        pieces[which] = good;
        new Orchestrator(config(), pieces[0], pieces[1], pieces[2], pieces[3]);
    }

    /// The largest code that an EVM chain takes: EIP-170.
    function test_EveryPieceOfCodeFits() external {
        assertLe(address(orchestrator).code.length, 24_576, "Orchestrator");
        assertLe(address(new ConsumerOrchestrator(config())).code.length, 24_576, "ConsumerOrchestrator");
        assertLe(address(new LedgerRecords(config())).code.length, 24_576, "LedgerRecords");
        assertLe(address(new Replacements(config())).code.length, 24_576, "Replacements");
        assertLe(address(new Amendments(config())).code.length, 24_576, "Amendments");
    }

    function test_AFunctionNobodyHasReverts() external {
        (bool done,) = address(orchestrator).call(abi.encodeWithSignature("drain()"));
        assertFalse(done, "unknown");
        (done,) = address(orchestrator).call{value: 1}("");
        assertFalse(done, "and it takes no native money");
    }

    function test_TheConsumerSidesOwnAddressHoldsNothing() external {
        ConsumerOrchestrator alone = new ConsumerOrchestrator(config());
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.MarketUnknown.selector, market));
        alone.open(sla, offers);
    }

    function testFuzz_ATokenThatKeepsAPartIsRefused(uint256 kept) external {
        KeepingToken keeping = new KeepingToken();
        hostile(address(keeping));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint256 total = totalOf(sla);
        kept = kept % 2 == 0 ? 1 : bound(kept, 1, total);
        keeping.keep(kept);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TokenShortReceived.selector, total, total - kept));
        orchestrator.open(sla, offers);
        keeping.keep(0);
        open(sla, offers);
        assertEq(keeping.balanceOf(address(orchestrator)), total, "all of it");
    }

    function testFuzz_ATokenThatKeepsAPartCannotBeToppedUp(uint256 deposit, uint256 escrow, uint256 kept) external {
        KeepingToken keeping = new KeepingToken();
        hostile(address(keeping));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint128[] memory ids = open(sla, offers);
        (deposit, escrow) = (bound(deposit, 1, 1e20), bound(escrow, 0, 1e20));
        kept = kept % 2 == 0 ? 1 : bound(kept, 1, deposit + escrow);
        keeping.keep(kept);
        vm.startPrank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TokenShortReceived.selector, deposit + escrow, deposit + escrow - kept));
        orchestrator.topUp(ids[0], uint88(deposit), uint88(escrow));
        assertEq(orchestrator.agreementOf(ids[0]).deposit, sla.legs[0].deposit, "as it was");
        keeping.keep(0);
        orchestrator.topUp(ids[0], uint88(deposit), uint88(escrow));
    }

    function test_ATokenThatCallsBackCannotTopUpTwiceForOnePayment() external {
        ReentrantToken re = new ReentrantToken();
        hostile(address(re));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint128[] memory ids = open(sla, offers);
        re.arm(address(orchestrator), abi.encodeCall(orchestrator.topUp, (ids[1], 1000, 0)));
        vm.prank(consumer);
        orchestrator.topUp(ids[0], 1000, 0);

        assertFalse(re.reentered(), "the second call was refused");
        assertEq(orchestrator.agreementOf(ids[1]).deposit, sla.legs[1].deposit, "nothing was added there");
    }

    function test_ATokenThatCallsBackGainsNothing() external {
        ReentrantToken re = new ReentrantToken();
        hostile(address(re));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint128[] memory ids = open(sla, offers);
        vm.warp(uint256(sla.startBy) + 1);
        orchestrator.void_(ids[0]);
        uint256 refund = orchestrator.refundOf(consumer, address(re));
        uint256 before = re.balanceOf(consumer);
        re.arm(address(orchestrator), abi.encodeCall(orchestrator.withdrawRefund, (consumer, address(re))));

        orchestrator.withdrawRefund(consumer, address(re));

        assertFalse(re.reentered(), "the second call was refused");
        assertEq(re.balanceOf(consumer), before + refund, "paid once");
    }

    function hostile(address hostileToken) private {
        market = orchestrator.createMarket(hostileToken, FEE_BPS, oracle);
        IERC20(hostileToken).transfer(consumer, 1e24);
        vm.prank(consumer);
        IERC20(hostileToken).approve(address(orchestrator), type(uint256).max);
    }

    function uncollateralised() private returns (Sla memory sla, SignedOffer[] memory offers) {
        (sla, offers) = twoOfThree();
        for (uint256 i = 0; i < 3; i++) {
            offers[i].offer.collateralSeconds = 0;
            offers[i] = signed(offers[i].offer);
            sla.legs[i].offerHash = orchestrator.hashOffer(offers[i]);
            sla.legs[i].collateral = 0;
        }
    }

    function createMarket(address coin, uint16 fee, address judge, bool holding) private returns (uint16) {
        return holding ? orchestrator.createHoldingMarket(coin, fee, judge) : orchestrator.createMarket(coin, fee, judge);
    }

    function piece(uint256 which, ILedger.Config memory settings) private returns (address) {
        if (which == 0) return address(new ConsumerOrchestrator(settings));
        if (which == 1) return address(new LedgerRecords(settings));
        if (which == 2) return address(new Replacements(settings));
        return address(new Amendments(settings));
    }

    /// One of the 16 settings is another; the windows still fit into the epoch.
    function otherwise(uint256 field, uint256 seed) private view returns (ILedger.Config memory settings) {
        settings = config();
        field %= 16;
        // The epoch only grows, the windows only shrink, by what an xor of their lowest bits does; the rest changes anywhere.
        uint256 bit = field == 1 ? 20 + seed % 12 : field < 8 ? seed % 7 : seed % 160;
        if (field == 3 || field == 4) bit = 5;
        assembly ("memory-safe") {
            let at := add(settings, mul(field, 32))
            mstore(at, xor(mload(at), shl(bit, 1)))
        }
    }
}
