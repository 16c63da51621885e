// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IConsumerOrchestrator, IProviderOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {Leg, Offer, SignedOffer, SignedVoucher, Sla} from "../../src/interfaces/Types.sol";
import {Signatures} from "../../src/lib/Signatures.sol";
import {OrchestratorTest} from "./OrchestratorTest.sol";
import {BadWallet, OneKeyWallet} from "./Wallets.sol";

/// @dev Branches: Orchestrator.wallets.tree
contract WalletsTest is OrchestratorTest {
    address private _eoa;
    uint256 private _walletKey;

    /// The consumer is a wallet of one key from here on.
    function setUp() public override {
        super.setUp();
        _eoa = consumer;
        address key;
        (key, _walletKey) = actor("wallet key");
        consumer = address(new OneKeyWallet(key));
        token.mint(consumer, 1_000_000_000_000);
        vm.prank(consumer);
        token.approve(address(orchestrator), type(uint256).max);
    }

    function test_AWalletSignsVouchersByItsKey() external {
        (uint128[] memory ids,) = running();
        assertEq(orchestrator.claimVoucher(ids[0], 1000, 1, voucher(_walletKey, ids[0], 1000, 1)), 1000, "alone");
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        vouchers[0] = SignedVoucher(ids[0], 1500, 1, voucher(_walletKey, ids[0], 1500, 1));
        vouchers[1] = SignedVoucher(ids[1], 10, 1, voucher(consumerKey, ids[1], 10, 1));
        assertEq(orchestrator.claimVouchers(vouchers), 500, "in a batch; who is not the wallet's key signs nothing");
    }

    function test_AWalletsSessionKeysActAsAnyConsumers() external {
        (uint128[] memory ids, Sla memory sla) = running();
        (address key, uint256 secret) = actor("session");
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grant(key, slaId, 8, uint32(block.timestamp + 1 days), 300, 0);
        assertEq(orchestrator.claimVoucher(ids[0], 300, 1, voucher(secret, ids[0], 300, 1)), 300, "up to its cap");
        bytes memory above = voucher(secret, ids[0], 301, 1);
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherAboveCap.selector, key, 301, 300));
        orchestrator.claimVoucher(ids[0], 301, 1, above);
    }

    function test_AWalletAcceptsASponsor() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes32 slaId = orchestrator.hashSla(sla);
        token.mint(stranger, totalOf(sla));
        vm.startPrank(stranger);
        token.approve(address(orchestrator), type(uint256).max);
        bytes memory others = sponsorship(consumerKey, slaId, stranger, true);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.SponsorshipSignatureInvalid.selector, slaId, stranger, _eoa));
        orchestrator.openFor(sla, offers, true, others);
        orchestrator.openFor(sla, offers, true, sponsorship(_walletKey, slaId, stranger, true));
        vm.stopPrank();
        assertEq(orchestrator.refundeeOf(slaId), stranger, "opened");
    }

    function test_AProvidersNodeKeyMayBeAWallet() external {
        (Sla memory sla, SignedOffer[] memory offers) = atAWallet();
        open(sla, offers);
        assertEq(uint256(orchestrator.reservedOf(sla.legs[0].providerId)), GIB, "opened");
    }

    function test_AnOfferThatTheWalletDoesNotKnowIsRefused() external {
        (Sla memory sla, SignedOffer[] memory offers) = atAWallet();
        offers[0].signature = sign(consumerKey, orchestrator.hashOffer(offers[0]));
        (address nodeKey,,) = registry.listingOf(sla.legs[0].providerId);
        vm.prank(consumer);
        vm.expectRevert(abi.encodeWithSelector(IConsumerOrchestrator.OfferSignatureInvalid.selector, sla.legs[0].providerId, _eoa, nodeKey));
        orchestrator.open(sla, offers);
    }

    /// Whatever a wallet does when it is asked: the question costs at most so much, changes nothing, and leaves the batch's others alone.
    function test_AWalletThatMisbehavesCostsBoundedGasAndStopsNobody() external {
        (uint128[] memory ids, Sla memory sla) = running();
        SignedVoucher[] memory vouchers = new SignedVoucher[](2);
        vouchers[0] = SignedVoucher(ids[0], 10, 1, "no key's");
        // The second one is signed by a session key, for which no wallet is asked.
        (address key, uint256 secret) = actor("session");
        bytes32 slaId = orchestrator.hashSla(sla);
        vm.prank(consumer);
        grants.grant(key, slaId, 8, uint32(block.timestamp + 1 days), 300, 0);
        vouchers[1] = SignedVoucher(ids[1], 20, 1, voucher(secret, ids[1], 20, 1));
        for (uint256 i = 0; i <= uint256(type(BadWallet.Manner).max); i++) {
            uint256 undone = vm.snapshotState();
            BadWallet bad = new BadWallet(BadWallet.Manner(i));
            vm.etch(consumer, address(bad).code);
            uint256 left = gasleft();
            uint256 paid = orchestrator.claimVouchers(vouchers);
            assertLe(left - gasleft(), Signatures.WALLET_GAS + 350_000, "gas");
            // One that only answers endlessly, but rightly, has signed.
            assertEq(paid, BadWallet.Manner(i) == BadWallet.Manner.AnswersEndlessly ? 30 : 20, "paid");
            assertTrue(vm.revertToState(undone), "reverted");
        }
    }

    function test_AnAccountWithoutCodeIsNotAsked() external {
        consumer = _eoa;
        (uint128[] memory ids,) = running();
        bytes memory others = voucher(_walletKey, ids[0], 10, 1);
        (address key,) = actor("wallet key");
        vm.expectRevert(abi.encodeWithSelector(IProviderOrchestrator.VoucherSignerUnknown.selector, key));
        orchestrator.claimVoucher(ids[0], 10, 1, others);
    }

    /// One leg at a provider whose node key is a wallet.
    function atAWallet() private returns (Sla memory sla, SignedOffer[] memory offers) {
        (address key,) = actor("wallet key");
        address node = address(new OneKeyWallet(key));
        vm.prank(ownerOf(77));
        uint64 id = registry.register(1, payoutOf(77), node, 0, "https://wallet.example");
        token.mint(address(this), STAKE);
        token.approve(address(stakes), STAKE);
        stakes.stake(id, address(token), STAKE);

        (Sla memory whole,) = twoOfThree();
        sla = whole;
        (sla.dataShards, sla.totalShards) = (1, 1);
        Offer memory offer = offerOf(id);
        offers = new SignedOffer[](1);
        offers[0] = SignedOffer({offer: offer, signature: ""});
        offers[0].signature = sign(_walletKey, orchestrator.hashOffer(offers[0]));
        sla.legs = new Leg[](1);
        sla.legs[0] = legOf(offers[0], sla.endsAt - block.timestamp);
    }
}
