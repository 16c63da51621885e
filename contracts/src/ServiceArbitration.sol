// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Arbitration} from "./Arbitration.sol";
import {IOrchestrator} from "./interfaces/IOrchestrator.sol";

/// @title Disputes over hired services: the arbitration once more, over the engagements
/// @notice The same code. Of the ledger that it is deployed over it asks only what `IArbitrated` lists, and Engagements answers that.
contract ServiceArbitration is Arbitration {
    /// @param engagements is there already
    constructor(
        address engagements,
        address governor_,
        IERC20 bondToken_,
        uint256 bond_,
        uint256 appealBond_,
        Times memory times,
        address[] memory first
    ) Arbitration(IOrchestrator(engagements), governor_, bondToken_, bond_, appealBond_, times, first) {}
}
