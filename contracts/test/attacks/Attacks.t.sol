// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Offer, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {PromiseTest} from "../promises/PromiseTest.sol";

/// @title A second address of a token: the same balances under another name
contract SecondEntry {
    TwoEntryToken private immutable _token;

    constructor(TwoEntryToken token) {
        _token = token;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _token.balanceOf(account);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        return _token.moveFor(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        return _token.moveAllowed(msg.sender, from, to, value);
    }
}

/// @title A token that can be called at two addresses
contract TwoEntryToken is ERC20 {
    address public immutable second;

    constructor() ERC20("Two entries", "TWO") {
        _mint(msg.sender, 1_000_000e18);
        second = address(new SecondEntry(this));
    }

    function moveFor(address from, address to, uint256 value) external returns (bool) {
        require(msg.sender == second, "not the second entry");
        _transfer(from, to, value);
        return true;
    }

    function moveAllowed(address spender, address from, address to, uint256 value) external returns (bool) {
        require(msg.sender == second, "not the second entry");
        _spendAllowance(from, spender, value);
        _transfer(from, to, value);
        return true;
    }
}

/// @dev Branches: Attacks.tree
contract AttacksTest is PromiseTest {
    function test_AVoucherOfAnotherChainOrOrchestratorIsWorthNothing() external {
        (uint128[] memory ids,) = running();
        bytes memory elsewhere = voucher(ids[0], block.chainid + 1, address(orchestrator));
        refused(ids[0], elsewhere);
        refused(ids[0], voucher(ids[0], block.chainid, address(lens)));
        orchestrator.claimVoucher(ids[0], 100, 1, voucher(ids[0], block.chainid, address(orchestrator)));
        assertEq(earningsOf(1), 100, "the genuine one is paid");
    }

    function refused(uint128 id, bytes memory signature) private {
        (bool done, bytes memory answer) =
            address(orchestrator).call(abi.encodeCall(IProviderOrchestrator.claimVoucher, (id, 100, 1, signature)));
        assertFalse(done, "replayed");
        assertEq(bytes32(bytes4(answer)), bytes32(IProviderOrchestrator.VoucherSignerUnknown.selector), "refusal");
    }

    function voucher(uint128 id, uint256 chain, address where) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)"), id, uint256(100), uint256(1))
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Flashback"),
                keccak256("1"),
                chain,
                where
            )
        );
        return sign(consumerKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function test_ALaterOfferDoesNotRepriceARunningAgreement() external {
        (uint128[] memory ids,) = running();
        address owner = ownerOf(1);
        vm.prank(owner);
        orchestrator.cancelOffers(1);
        Offer memory dearer = offerOf(1);
        dearer.ratePerGib = 100 * RATE;
        signed(dearer);
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        passFinality(epoch);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY, "the price that was signed");
    }

    function test_ALegThatNeverStartedBlocksNoProvider() external {
        for (uint256 i = 0; i < 12; i++) {
            (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
            for (uint256 j = 0; j < 3; j++) {
                offers[j].offer.salt = 1000 + i * 3 + j;
                offers[j] = signed(offers[j].offer);
                sla.legs[j].offerHash = orchestrator.hashOffer(offers[j]);
            }
            sla.salt = i;
            uint128[] memory ids = open(sla, offers);
            vm.warp(uint256(sla.startBy) + 1);
            for (uint256 j = 0; j < 3; j++) {
                orchestrator.void_(ids[j]);
            }
        }
        (uint256 free, uint256 committed,,) = stakes.stakeOf(1, address(token));
        assertEq(free, STAKE, "all of its stake is free");
        assertEq(committed, 0, "nothing is bound");
    }

    /// Two markets, one for each address of the same money: both are paid out, and no more than was paid in.
    function test_OneBalanceUnderTwoAddressesIsPaidOutOnce() external {
        TwoEntryToken two = new TwoEntryToken();
        marketIn(address(two));
        uint16 first = market;
        uint256 paidIn = 0;
        uint128[][2] memory ids;
        Sla memory sla;
        (ids[0], sla) = runningUncollateralised();
        paidIn += totalOf(sla);
        vm.prank(consumer);
        two.approve(address(orchestrator), type(uint256).max);
        market = orchestrator.createMarket(two.second(), FEE_BPS, oracle);
        (ids[1], sla) = runningUncollateralised();
        paidIn += totalOf(sla);
        assertEq(two.balanceOf(address(orchestrator)), paidIn, "paid in");

        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        vm.warp(vm.getBlockTimestamp() + 20 days);
        for (uint256 i = 0; i < 6; i++) {
            orchestrator.end(ids[i / 3][i % 3]);
        }
        uint256 paidOut = orchestrator.withdrawRefund(consumer, address(two)) + orchestrator.withdrawRefund(consumer, two.second());
        paidOut += orchestrator.withdrawEarnings(1, first) + orchestrator.withdrawEarnings(1, market);
        paidOut += orchestrator.sweepFees(first) + orchestrator.sweepFees(market);
        assertEq(paidOut, paidIn, "paid out");
        assertEq(two.balanceOf(address(orchestrator)), 0, "nothing more was there");
    }

    function test_CoinsOfTheChainAreNotTaken() external {
        vm.deal(address(this), 1 ether);
        address[4] memory houses = [address(orchestrator), address(stakes), address(registry), address(fund)];
        for (uint256 i = 0; i < 4; i++) {
            (bool taken,) = houses[i].call{value: 1}("");
            assertFalse(taken, "coins");
            assertEq(houses[i].balance, 0, "none");
        }
    }

    /// Anyone may trigger a withdrawal: the fee of each rounds down, so that a thousand of them cost no more than one.
    function testFuzz_WithdrawingDustCostsThePayeeNothing(uint16 step) external {
        (uint128[] memory ids,) = running();
        uint256 dust = bound(step, 1, 400);
        uint256 claims = 0;
        for (uint88 cumulative = uint88(dust); cumulative <= 4000; cumulative += uint88(dust)) {
            orchestrator.claimVoucher(ids[0], cumulative, 1, dustVoucher(ids[0], cumulative));
            vm.prank(stranger);
            orchestrator.withdrawEarnings(1, market);
            claims++;
        }
        uint256 gross = claims * dust;
        assertGe(token.balanceOf(payoutOf(1)), gross - gross * FEE_BPS / 10_000, "at least what one withdrawal pays");
    }

    function dustVoucher(uint128 id, uint88 cumulative) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Voucher(uint128 agreementId,uint88 cumulative,uint64 servedBytes)"), id, cumulative, uint256(1))
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Flashback"),
                keccak256("1"),
                block.chainid,
                address(orchestrator)
            )
        );
        return sign(consumerKey, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function test_ACertifierThatTurnsTakesNobodyOffTheListingAlone() external {
        registry.demandScopes(1, 1);
        registry.setCertifier(address(this), 1);
        registry.setCertifier(stranger, 1);
        uint40 time = uint40(vm.getBlockTimestamp());
        registry.issueCertificate(1, 1, 0, time, time + 30 days);
        vm.startPrank(stranger);
        uint64 another = registry.issueCertificate(1, 1, 0, time, time + 60 days);
        registry.revokeCertificate(another, "turned");
        vm.stopPrank();
        assertTrue(registry.isListed(1), "the first one speaks");
    }

    function test_APriceSetHighDoesNotReachWhatIsPaid() external {
        registry.setSubscriptionPrice(address(token), 10);
        registry.setStakeThreshold(address(token), type(uint96).max);
        token.mint(address(this), 20);
        token.approve(address(registry), 20);
        uint40 until = registry.subscribe(1, address(token), 2, 20);
        vm.warp(vm.getBlockTimestamp() + 30 days);
        registry.setSubscriptionPrice(address(token), 20);
        assertEq(registry.paidUntilOf(1), until, "paid");
        assertTrue(registry.isListed(1), "listed");
    }

    /// No reporter ever speaks: every proven epoch is paid by the timeout, twelve hours after its end.
    function test_SilentReportersDelayPayByTheTimeoutOnly() external {
        (uint128[] memory ids,) = running();
        uint32 epoch = currentEpoch() + 1;
        passEpoch(epoch);
        confirm(1, epoch);
        vm.warp(uint256(startOf(epoch + 1)) + 2 * uint256(WINDOW) - 1);
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), 0, "not yet");
        vm.warp(uint256(startOf(epoch + 1)) + 2 * uint256(WINDOW));
        orchestrator.settle(ids[0]);
        assertEq(earningsOf(1), EPOCH_PAY, "paid");
    }
}
