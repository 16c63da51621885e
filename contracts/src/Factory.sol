// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Creates the contracts of one deployment: in order, each once
/// @notice The address of step n follows from this contract's own address and n alone, so that contracts which name each other in their
/// immutables can be created one after the other, and a deployment that was cut short is continued where it stopped. The factory has no
/// power over what it created.
contract Factory {
    /// @notice The only account that creates.
    address public immutable deployer;

    /// @notice Steps done; the next one has this number.
    uint256 public created;

    event Created(uint256 indexed step, address indexed at);

    error NotDeployer(address caller);
    /// @notice The step is done already, or an earlier one is not.
    error StepNotNext(uint256 step, uint256 next);
    error CreationFailed(uint256 step);

    constructor(address deployer_) {
        deployer = deployer_;
    }

    /// @notice Deployer only. Creates the contract of step `step`; a constructor's error is passed on as it is.
    /// @param step counted from 0
    /// @param code creation code with the constructor's encoded arguments behind it
    /// @return at the created contract: the address of this contract's (step + 1)-th creation
    /// @return codeHash keccak-256 of its code
    function create(uint256 step, bytes memory code) external returns (address at, bytes32 codeHash) {
        if (msg.sender != deployer) revert NotDeployer({caller: msg.sender});
        if (step != created) revert StepNotNext({step: step, next: created});

        created = step + 1;
        assembly ("memory-safe") {
            at := create(0, add(code, 0x20), mload(code))
            if and(iszero(at), gt(returndatasize(), 0)) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
        }
        // Without a reason: out of gas, or code that the chain does not take (too large, an unknown instruction).
        if (at == address(0)) revert CreationFailed({step: step});
        codeHash = at.codehash;
        emit Created({step: step, at: at});
    }
}
