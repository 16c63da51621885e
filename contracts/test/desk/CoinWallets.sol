// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CoinDesk} from "../../src/CoinDesk.sol";

/// @title A contract that pays and takes no coins back
contract CoinlessWallet {
    CoinDesk internal immutable _desk;

    constructor(CoinDesk desk) payable {
        _desk = desk;
    }

    function topUp(uint128 agreementId, uint88 deposit, uint256 value) external {
        _desk.topUpWithCoin{value: value}(agreementId, deposit, 0);
    }
}

/// @title A contract that calls the desk again, once, while it gets its change, and remembers what came of it
contract ReentrantWallet is CoinlessWallet {
    bytes private _call;
    uint256 private _value;
    bool public reentered;
    bytes public answer;
    uint256 public atDesk;

    constructor(CoinDesk desk) payable CoinlessWallet(desk) {}

    function arm(bytes calldata call, uint256 value) external {
        (_call, _value) = (call, value);
    }

    receive() external payable {
        if (_call.length == 0) return;
        bytes memory call = _call;
        delete _call;
        atDesk = address(_desk).balance;
        (reentered, answer) = address(_desk).call{value: _value}(call);
    }
}
