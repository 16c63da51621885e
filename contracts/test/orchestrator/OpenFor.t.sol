// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Leg, SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {RefusalTest} from "./RefusalTest.sol";

/// @dev Branches: Orchestrator.openFor.tree. Consumers that are contracts: Wallets.t.sol.
contract OpenForTest is RefusalTest {
    address private _payer;

    function setUp() public override {
        super.setUp();
        (_payer,) = actor("payer");
        token.mint(_payer, 1_000_000_000_000);
        vm.prank(_payer);
        token.approve(address(orchestrator), type(uint256).max);
    }

    function test_ThePayerPaysAndTheConsumerHasTheRights() external {
        (uint256 had, uint256 cash) = (token.balanceOf(consumer), token.balanceOf(_payer));
        (uint128[] memory ids, Sla memory sla) = sponsored(true);
        assertEq(cash - token.balanceOf(_payer), totalOf(sla), "the payer paid");
        assertEq(token.balanceOf(consumer), had, "and not the consumer");
        assertEq(orchestrator.agreementOf(ids[0]).consumer, consumer, "whose agreement it is");

        activate(ids[0]);
        vm.prank(_payer);
        vm.expectRevert();
        orchestrator.giveNotice(ids[0]);
        vm.prank(consumer);
        orchestrator.giveNotice(ids[0]);
    }

    /// Another payer, the other refundee, other terms, another's signature, or none.
    function testFuzz_TheConsumersWordIsForOnePayerAndTheseTermsOnly(uint256 which, address payer, uint256 key, uint256 salt, bool toPayer)
        external
    {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        sla.salt = salt;
        bytes32 slaId = orchestrator.hashSla(sla);
        if (payer == _payer) payer = stranger;
        which %= 5;
        bytes memory word = sponsorship(
            which == 0 ? anyKey(key) : consumerKey,
            which == 1 ? bytes32(uint256(slaId) ^ 1 << (key % 256)) : slaId,
            which == 2 ? payer : _payer,
            which == 3 ? !toPayer : toPayer
        );
        if (which == 4) word = abi.encodePacked(bytes32(key));
        address signer = recovered(wordOf(slaId, _payer, toPayer), word);
        vm.prank(_payer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SponsorshipSignatureInvalid.selector, slaId, _payer, signer));
        orchestrator.openFor(sla, offers, toPayer, word);

        bytes memory good = sponsorship(consumerKey, slaId, _payer, toPayer);
        vm.prank(_payer);
        orchestrator.openFor(sla, offers, toPayer, good);
        vm.prank(_payer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SlaExists.selector, slaId));
        orchestrator.openFor(sla, offers, toPayer, good);
    }

    function test_WhatIsUnusedIsThePayers_WhereTheTermsSaySo() external {
        assertEq(allVoided(true), _payer, "refundee");
    }

    function test_WhatIsUnusedIsTheConsumers_WhereTheySayNothing() external {
        assertEq(allVoided(false), consumer, "refundee");
    }

    /// Credits and slash shares make good what the consumer suffered.
    function test_WhatMakesGoodIsTheConsumersInAnyCase() external {
        (uint128[] memory ids,) = runningSponsored();
        passEpoch(11);
        confirm(1, 11);
        postRoot(11);
        credit(ids[0], 11, 1000);
        vm.warp(block.timestamp + WINDOW + 2);
        vm.prank(stranger);
        uint256 slashed = orchestrator.penaliseMiss(ids[1], 11);
        passFinality(11);
        orchestrator.settle(ids[0]);

        assertEq(refundOf(consumer), EPOCH_PAY / 10, "the credit");
        assertEq(slashOf(consumer), slashed - slashed * 40 / 100, "the slash share");
        assertEq(refundOf(_payer), 0, "nothing");
    }

    function test_AReplacementsRestIsThePayersToo() external {
        (uint128[] memory ids, Sla memory sla) = runningSponsored();
        missed(ids[0], 11);
        uint128 next = replaced(ids[0], sla);
        uint256 over = refundOf(_payer);
        assertGe(over, 1, "the old leg's rest");
        vm.warp(block.timestamp + EPOCH + 1);
        orchestrator.void_(next);
        assertGe(refundOf(_payer), over + 5000, "the new leg's, all of it");
        assertEq(refundOf(consumer), 0, "nothing");
    }

    /// What a breach gave back to the payer goes into the leg's place.
    function test_AReplacementAfterABreachTakesBackFromThePayer() external {
        (uint128[] memory ids, Sla memory sla) = runningSponsored();
        for (uint32 epoch = 11; epoch <= 14; epoch++) {
            missed(ids[0], epoch);
        }
        uint256 refunded = refundOf(_payer);
        assertEq(refunded, uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow, "all of the leg's");
        uint128 next = replaced(ids[0], sla);
        uint256 cost = uint256(orchestrator.agreementOf(next).deposit) + orchestrator.agreementOf(next).egressEscrow;
        assertEq(refundOf(_payer), refunded - cost, "the price");
        (,,,,, uint88 reserve,) = orchestrator.slaOf(orchestrator.hashSla(sla));
        assertEq(reserve, sla.reserve, "enough without it");
        assertEq(refundOf(consumer), 0, "nothing");
    }

    function test_NobodyHasRefundsOfAnUnknownSla() external view {
        assertEq(orchestrator.refundeeOf(keccak256("unknown")), address(0), "nobody");
    }

    /// All legs void: everything goes to one account.
    function allVoided(bool refundsPayer) private returns (address refundee) {
        (uint128[] memory ids, Sla memory sla) = sponsored(refundsPayer);
        refundee = orchestrator.refundeeOf(orchestrator.hashSla(sla));
        vm.warp(uint256(sla.startBy) + 1);
        for (uint256 i = 0; i < ids.length; i++) {
            orchestrator.void_(ids[i]);
        }
        assertEq(refundOf(refundee), totalOf(sla), "deposits, escrows and reserve");
        assertEq(refundOf(consumer) + refundOf(_payer), totalOf(sla), "and nobody else anything");
    }

    function test_TheConsumersSlashShareBuysNoLegOfThePayers() external {
        (uint128[] memory ids, Sla memory sla) = runningSponsored();
        missed(ids[0], 11);
        uint256 share = slashOf(consumer);
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        leg.deposit = uint88(uint256(sla.legs[0].deposit) + sla.legs[0].egressEscrow - leg.egressEscrow + 1000);
        vm.prank(consumer);
        orchestrator.replaceLeg(sla, ids[0], leg, offer);

        assertTrue(share > 1000, "there was enough");
        assertEq(slashOf(consumer), share, "untouched");
        (,,,,, uint88 reserve,) = orchestrator.slaOf(orchestrator.hashSla(sla));
        assertEq(reserve, sla.reserve - 1000, "the payer's reserve");
    }

    function sponsored(bool refundsPayer) private returns (uint128[] memory ids, Sla memory sla) {
        SignedOffer[] memory offers;
        (sla, offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(_payer);
        vm.expectEmit(address(orchestrator));
        emit IConsumerOrchestrator.SlaSponsored(slaId, _payer, refundsPayer);
        orchestrator.openFor(sla, offers, refundsPayer, sponsorship(consumerKey, slaId, _payer, refundsPayer));
        (,,,,,, ids) = orchestrator.slaOf(slaId);
    }

    function runningSponsored() private returns (uint128[] memory ids, Sla memory sla) {
        (ids, sla) = sponsored(true);
        for (uint256 i = 0; i < ids.length; i++) {
            activate(ids[i]);
        }
    }

    function missed(uint128 id, uint32 epoch) private {
        passEpoch(epoch);
        vm.warp(block.timestamp + WINDOW + 2);
        vm.prank(stranger);
        orchestrator.penaliseMiss(id, epoch);
    }

    /// By a leg at provider 4 for the rest of the time.
    function replaced(uint128 old, Sla memory sla) private returns (uint128) {
        SignedOffer memory offer = signed(offerOf(4));
        Leg memory leg = legOf(offer, sla.endsAt - block.timestamp);
        vm.prank(consumer);
        return orchestrator.replaceLeg(sla, old, leg, offer);
    }

    /// What the consumer signs.
    function wordOf(bytes32 slaId, address payer, bool refundsPayer) private view returns (bytes32) {
        bytes32 typehash = keccak256("Sponsorship(bytes32 slaId,address payer,bool refundsPayer)");
        return digestOf(keccak256(abi.encode(typehash, slaId, payer, refundsPayer)));
    }
}
