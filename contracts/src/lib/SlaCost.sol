// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Sla} from "../interfaces/Types.sol";

/// @title What opening an SLA takes from whoever pays for it
library SlaCost {
    /// @return total deposits, egress escrows and reserve, token units
    function totalOf(Sla calldata sla) internal pure returns (uint256 total) {
        total = sla.reserve;
        for (uint256 i = 0; i < sla.legs.length; i++) {
            total += uint256(sla.legs[i].deposit) + sla.legs[i].egressEscrow;
        }
    }
}
