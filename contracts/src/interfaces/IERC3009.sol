// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title ERC-3009: transfers that the payer signs and anyone may carry to the chain
/// @notice Times are seconds since 1970. A nonce is 32 random bytes, not a counter, so that authorisations do not wait
/// for each other. The forms that take `bytes signature` also serve contract wallets (ERC-1271).
/// @dev https://eips.ethereum.org/EIPS/eip-3009
interface IERC3009 {
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);

    error AuthorizationNotYetValid(uint256 validAfter, uint256 time);
    error AuthorizationExpired(uint256 validBefore, uint256 time);
    error AuthorizationSpent(address authorizer, bytes32 nonce);
    error AuthorizationNotSigned(address authorizer, bytes32 nonce);
    error AuthorizationNotForCaller(address caller, address payee);

    /// @notice Whether `nonce` was used or cancelled.
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);

    /// @notice Moves `value` from `from` to `to` as `from` signed; anyone may send it.
    /// @param value in units of the token
    /// @param validAfter the first second at which it is valid is the one after this
    /// @param validBefore the last second at which it is valid is the one before this
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice As above, with the signature in one piece.
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice As `transferWithAuthorization`, but only `to` may send it: nobody can carry it to the chain alone and
    /// leave the payee's own book-keeping behind.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice As above, with the signature in one piece.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Spends `nonce` without moving anything.
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external;
}
