// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SignedOffer, Sla} from "../../src/interfaces/Types.sol";
import {CoinDeskTest} from "../desk/CoinDeskTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev Beside what the same costs from an allowance: Orchestrator.gas.t.sol.
contract CoinDeskGasTest is CoinDeskTest, GasTest {
    function test_OpenWithCoin_ThreeLegs() external {
        (Sla memory sla, SignedOffer[] memory offers) = twoOfThree();
        bytes memory signature = word(sla);
        uint256 total = totalOf(sla);
        vm.prank(payer);
        desk.openWithCoin{value: total}(sla, offers, signature);
        measured("open with the chain's coin: three legs", 563_000);
    }

    function test_TopUpWithCoin() external {
        (uint128[] memory ids,) = openDesk();
        vm.prank(payer);
        desk.topUpWithCoin{value: 2000}(ids[0], 1000, 1000);
        measured("top up with the chain's coin", 111_600);
    }
}
