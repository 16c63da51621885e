// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CoinDesk} from "../../src/CoinDesk.sol";
import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {WrappedCoin} from "../../src/token/WrappedCoin.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";

/// @dev Ground of the coin desk's tests: a market in the wrapped coin at the real Orchestrator, and a payer who holds coins and no token.
abstract contract CoinDeskTest is OrchestratorTest {
    uint256 internal constant PURSE = 1_000_000_000;

    WrappedCoin internal coin;
    CoinDesk internal desk;
    address internal payer;
    uint16 internal dollarMarket;

    function setUp() public virtual override {
        super.setUp();
        coin = new WrappedCoin();
        dollarMarket = market;
        market = orchestrator.createMarket(address(coin), FEE_BPS, oracle);
        desk = new CoinDesk(orchestrator, coin);
        vm.deal(address(this), PROVIDERS * STAKE);
        coin.deposit{value: PROVIDERS * STAKE}();
        coin.approve(address(stakes), PROVIDERS * STAKE);
        for (uint64 id = 1; id <= PROVIDERS; id++) {
            stakes.stake(id, address(coin), STAKE);
        }
        (payer,) = actor("payer");
        vm.deal(payer, PURSE);
    }

    /// The consumer's word for this desk.
    function word(Sla memory sla) internal view returns (bytes memory) {
        return sponsorship(consumerKey, orchestrator.hashSla(sla), address(desk), false);
    }

    function openDesk() internal returns (uint128[] memory ids, Sla memory sla) {
        SignedOffer[] memory offers;
        (sla, offers) = twoOfThree();
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        vm.prank(payer);
        bytes32 slaId = desk.openWithCoin{value: total}(sla, offers, signature);
        (,,,,,, ids) = orchestrator.slaOf(slaId);
    }

    /// Coins that no contract can refuse: of one that destroys itself while it is created.
    function bequeath(uint256 amount) internal {
        bytes memory code = abi.encodePacked(hex"73", address(desk), hex"ff");
        address gone;
        assembly ("memory-safe") {
            gone := create(amount, add(code, 32), mload(code))
        }
        assertTrue(gone != address(0), "created");
    }

    /// What it was given otherwise than by the two calls, and nothing of what went through it.
    function assertKeeps(uint256 coins, uint256 tokens) internal view {
        assertEq(address(desk).balance, coins, "coins at the desk");
        assertEq(coin.balanceOf(address(desk)), tokens, "tokens at the desk");
        assertEq(coin.allowance(address(desk), address(orchestrator)), 0, "what may still be taken from it");
    }
}
