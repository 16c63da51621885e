// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that keeps one percent of every transfer
contract FeeToken is ERC20 {
    constructor() ERC20("Fee", "FEE") {
        _mint(msg.sender, 1_000_000e18);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, to, value - value / 100);
        super._update(from, address(0), value / 100);
    }
}

/// @title A token that calls back into a chosen contract once, in the middle of a transfer, and remembers whether that call went through
contract ReentrantToken is ERC20 {
    address private _target;
    bytes private _call;
    bool public reentered;

    constructor() ERC20("Reentrant", "RE") {
        _mint(msg.sender, 1_000_000e18);
    }

    function arm(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        (reentered,) = target.call(_call);
    }
}

/// @title A token whose balances its issuer makes smaller or larger by a percentage
contract RebasingToken is ERC20 {
    uint256 private _percent = 100;

    constructor() ERC20("Rebasing", "RB") {
        _mint(msg.sender, 1_000_000e18);
    }

    function rebase(uint256 percent) external {
        _percent = percent;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * _percent / 100;
    }
}

/// @title A token that refuses to move to or from a listed account
contract BlacklistingToken is ERC20 {
    error Blacklisted(address account);

    mapping(address account => bool) public listed;

    constructor() ERC20("Blacklisting", "BL") {
        _mint(msg.sender, 1_000_000e18);
    }

    function list(address account, bool refused) external {
        listed[account] = refused;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (listed[from]) revert Blacklisted({account: from});
        if (listed[to]) revert Blacklisted({account: to});
        super._update(from, to, value);
    }
}

/// @title A token that takes from one account so much more than it moves
contract SurchargingToken is ERC20 {
    address private _payer;
    uint256 private _extra;

    constructor() ERC20("Surcharging", "SC") {
        _mint(msg.sender, 1_000_000e18);
    }

    function surcharge(address payer, uint256 extra) external {
        (_payer, _extra) = (payer, extra);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && from == _payer) super._update(from, address(0), _extra);
    }
}

/// @title A token of whose transfers a fixed amount arrives, however much is sent
contract OddToken is ERC20 {
    uint256 private immutable _arriving;

    constructor(uint256 arriving) ERC20("Odd", "ODD") {
        _arriving = arriving;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0), value);
        super._update(address(0), to, _arriving);
    }
}
