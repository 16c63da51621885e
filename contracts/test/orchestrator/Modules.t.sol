// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Amendments} from "../../src/Amendments.sol";
import {ConsumerOrchestrator} from "../../src/ConsumerOrchestrator.sol";
import {LedgerRecords} from "../../src/LedgerRecords.sol";
import {Orchestrator} from "../../src/Orchestrator.sol";
import {Replacements} from "../../src/Replacements.sol";
import {ILedger, IProviderOrchestrator, ISettlement} from "../../src/interfaces/IOrchestrator.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {FeeToken, ReentrantToken} from "../hostile/HostileTokens.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract ModulesTest is OrchestratorTest {
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

    function test_EpochsAreConfirmedOnceInOrderAndAfterTheirEnd() external {
        confirm(1, 5);
        vm.prank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochAlreadyConfirmed.selector, 1, 5));
        orchestrator.confirm(1, 5);
        notOpen(4);
        notOpen(10);
        confirm(1, 9);
        assertTrue(orchestrator.isConfirmed(1, 5), "5 is");
        assertFalse(orchestrator.isConfirmed(1, 7), "7 is not");
        (uint32 confirmedSeconds, bool any, uint32 newest) = orchestrator.confirmedOf(1);
        assertEq(confirmedSeconds, 2 * EPOCH, "two epochs");
        assertTrue(any && newest == 9, "newest");
    }

    function test_OnlyOraclesPostRootsOfEndedEpochsNewerEachTime() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(0)));
        orchestrator.rootPosted(5);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EpochNotEnded.selector, 10));
        postRoot(10);
        postRoot(9);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.RootNotNewer.selector, 9, 9));
        postRoot(9);
    }

    function test_OnlyTheGovernorAddsMarketsWithACappedFee() external {
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILedger.NotAuthorised.selector, stranger, address(this)));
        orchestrator.createMarket(address(token), 100, oracle);
        vm.expectRevert(abi.encodeWithSelector(ILedger.FeeAboveCap.selector, 501, 500));
        orchestrator.createMarket(address(token), 501, oracle);
        uint16 second = orchestrator.createMarket(address(token), 50, oracle);
        (address itsToken, uint16 feeBps, address itsOracle) = orchestrator.marketOf(second);
        assertTrue(itsToken == address(token) && feeBps == 50 && itsOracle == oracle, "as created");
    }

    function test_AllPiecesOfCodeMustBeDeployedWithTheSameSettings() external {
        ILedger.Config memory other = config();
        other.noticeSeconds = 1;
        address consumerSide = address(new ConsumerOrchestrator(config()));
        address records = address(new LedgerRecords(config()));
        address replacements = address(new Replacements(config()));
        address amendments = address(new Amendments(config()));
        address foreign = address(new ConsumerOrchestrator(other));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "consumerSide"));
        new Orchestrator(config(), foreign, records, replacements, amendments);
        foreign = address(new LedgerRecords(other));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "records"));
        new Orchestrator(config(), consumerSide, foreign, replacements, amendments);
        foreign = address(new Replacements(other));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "replacements"));
        new Orchestrator(config(), consumerSide, records, foreign, amendments);
        foreign = address(new Amendments(other));
        vm.expectRevert(abi.encodeWithSelector(ILedger.ConfigInvalid.selector, "amendments"));
        new Orchestrator(config(), consumerSide, records, replacements, foreign);
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

    function test_ATokenThatKeepsAFeeIsRefused() external {
        FeeToken fee = new FeeToken();
        hostile(address(fee));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint256 total = totalOf(sla);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TokenShortReceived.selector, total, total - total / 100));
        orchestrator.open(sla, offers);
    }

    function test_ATokenThatKeepsAFeeCannotBeToppedUp() external {
        ReentrantToken re = new ReentrantToken();
        hostile(address(re));
        (Sla memory sla, SignedOffer[] memory offers) = uncollateralised();
        uint128[] memory ids = open(sla, offers);
        // From now on it keeps one percent.
        vm.etch(address(re), address(new FeeToken()).code);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(ILedger.TokenShortReceived.selector, 1000, 990));
        orchestrator.topUp(ids[0], 600, 400);
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

    function notOpen(uint32 epoch) private {
        vm.prank(address(verifier));
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.EpochNotOpenForConfirmation.selector, epoch));
        orchestrator.confirm(1, epoch);
    }
}
