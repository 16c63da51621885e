// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IRandomBeacon} from "./interfaces/IRandomBeacon.sol";
import {ISeedBounty} from "./interfaces/ISeedBounty.sol";

/// @title Repays who posts a seed
/// @notice See ISeedBounty. Each epoch is repaid at most once, since it has one seed; what is owed never exceeds what is here.
contract SeedBounty is ISeedBounty {
    using SafeERC20 for IERC20;

    /// @notice No call is repaid for more gas: above the cost of verifying and writing a seed.
    uint256 public constant GAS_MAX = 350_000;

    /// @dev What a transaction pays beside the call that is measured: 21,000, calldata, and noting what is owed.
    uint256 private constant GAS_AROUND = 55_000;
    /// @dev Older epochs wait for nobody any more: their seeds are worth no fund's money.
    uint256 private constant PATIENCE = 15 days;
    uint256 private constant COIN = 1e18;

    IRandomBeacon public immutable beacon;
    IERC20 public immutable token;
    address public immutable governor;
    /// @notice Highest gas price that is repaid, wei.
    uint256 public immutable gasPriceMax;
    uint256 public immutable unitsPerCoinMax;

    /// @inheritdoc ISeedBounty
    uint256 public override unitsPerCoin;
    /// @inheritdoc ISeedBounty
    mapping(address account => uint256 amount) public override owedOf;
    uint256 private _owed;

    constructor(IRandomBeacon beacon_, IERC20 token_, address governor_, uint256 gasPriceMax_, uint256 unitsPerCoinMax_) {
        beacon = beacon_;
        token = token_;
        governor = governor_;
        gasPriceMax = gasPriceMax_;
        unitsPerCoinMax = unitsPerCoinMax_;
    }

    /// @inheritdoc ISeedBounty
    function post(uint32 epoch, uint256[2] calldata signature) external {
        uint256 before = gasleft();
        beacon.post(epoch, signature);
        _repay(epoch, before);
    }

    /// @inheritdoc ISeedBounty
    function postFallback(uint32 epoch) external {
        uint256 before = gasleft();
        beacon.postFallback(epoch);
        if (beacon.seedOf(epoch) != 0) _repay(epoch, before);
    }

    /// @inheritdoc ISeedBounty
    function setRate(uint256 rate) external {
        if (msg.sender != governor) revert NotGovernor({caller: msg.sender});
        if (rate > unitsPerCoinMax) revert RateAboveMaximum({unitsPerCoin: rate, maximum: unitsPerCoinMax});

        unitsPerCoin = rate;
        emit RateSet({unitsPerCoin: rate});
    }

    /// @inheritdoc ISeedBounty
    function claim(address account) external returns (uint256 amount) {
        amount = owedOf[account];
        if (amount == 0) revert NothingToClaim({account: account});

        owedOf[account] = 0;
        _owed -= amount;
        emit Claimed({account: account, amount: amount});

        token.safeTransfer({to: account, value: amount});
    }

    /// @inheritdoc ISeedBounty
    function available() public view returns (uint256) {
        uint256 balance = token.balanceOf(address(this));
        return balance > _owed ? balance - _owed : 0;
    }

    /// @dev Reached only when this very call wrote the seed.
    function _repay(uint32 epoch, uint256 gasBefore) private {
        if (block.timestamp > beacon.endOf(epoch) + PATIENCE) return;
        uint256 left = available();
        uint256 gas = gasBefore - gasleft() + GAS_AROUND;
        if (gas > GAS_MAX) gas = GAS_MAX;
        uint256 price = tx.gasprice < gasPriceMax ? tx.gasprice : gasPriceMax;
        uint256 amount = gas * price * unitsPerCoin / COIN;
        if (amount > left) amount = left;
        if (amount == 0) return;

        owedOf[msg.sender] += amount;
        _owed += amount;
        emit SeedRepaid({epoch: epoch, poster: msg.sender, gas: gas, amount: amount});
    }
}
