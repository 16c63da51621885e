// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IEngagements} from "../../src/interfaces/IEngagements.sol";
import {EngagementsTest} from "../engagements/EngagementsTest.sol";
import {GasTest} from "./GasTest.sol";

contract EngagementsGasTest is EngagementsTest, GasTest {
    function test_HireToWithdraw() external {
        hired();
        measured("hire a service: three milestones", 520_000);
        deliver(1, 0);
        measured("deliver a milestone", 130_000);
        accept(1, 0);
        measured("accept a milestone, the provider's first", 120_000);
        engagements.withdraw(SERVICE, market);
        measured("withdraw what a service earned", 130_000);
    }

    function test_SixteenMilestonesLapse() external {
        IEngagements.Engagement memory terms = threeMilestones();
        terms.milestones = new IEngagements.Milestone[](16);
        for (uint256 i = 0; i < 16; i++) {
            terms.milestones[i] =
                IEngagements.Milestone({amount: 5, deliverBy: uint40(vm.getBlockTimestamp() + 1 + i), acceptSeconds: ACCEPT});
        }
        uint64 id = hire(terms);
        measured("hire a service: sixteen milestones", 1_000_000);
        later(1 days);
        engagements.lapse(id);
        measured("refund sixteen milestones that nobody delivered", 150_000);
    }
}
