// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title FLASH, the native token: stake, votes and fee discount
/// @notice 18 decimals. The whole supply is minted once, at deployment; nobody can mint more. Votes count from the
/// moment of delegation and are measured in seconds of chain time (ERC-6372), so that block times do not matter.
contract FlashToken is ERC20, ERC20Permit, ERC20Votes {
    /// @notice The supply for ever: one billion FLASH, in units of 1e-18.
    uint256 public constant SUPPLY = 1_000_000_000e18;

    /// @param treasury receives the whole supply
    constructor(address treasury) ERC20("Flash", "FLASH") ERC20Permit("Flash") {
        _mint(treasury, SUPPLY);
    }

    /// @notice The clock of votes: seconds since 1970.
    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    /// @notice Tells governors and wallets that `clock` is a timestamp.
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice The next nonce of `owner` for permits and vote delegations by signature.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
