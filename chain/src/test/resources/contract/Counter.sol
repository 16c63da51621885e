// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.30;

/// What the tests of this module call: a value, an event, an error. `npx solcjs --optimize --abi --bin Counter.sol`, evmVersion paris.
contract Counter {
    event Increased(address indexed by, uint256 value, bytes32 note);

    error TooMuch(uint256 asked, uint256 allowed);

    uint256 public value;
    uint256 public immutable limit;

    constructor(uint256 limit_) {
        limit = limit_;
    }

    function increase(uint256 by, bytes32 note) external {
        if (by > limit) {
            revert TooMuch({asked: by, allowed: limit});
        }
        value += by;
        emit Increased({by: msg.sender, value: value, note: note});
    }
}
