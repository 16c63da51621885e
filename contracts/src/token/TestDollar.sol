// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IERC3009} from "../interfaces/IERC3009.sol";

/// @title Stable coin of the development chain and of tests: worthless, and it says so in its name
/// @notice 6 decimals, ERC-2612 permits and ERC-3009 signed transfers, as the large dollar tokens have them, so that
/// the same client code signs for both. Only the account that deployed it mints.
contract TestDollar is ERC20, ERC20Permit, IERC3009 {
    bytes32 public constant TRANSFER_WITH_AUTHORIZATION_TYPEHASH =
        keccak256("TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");
    bytes32 public constant RECEIVE_WITH_AUTHORIZATION_TYPEHASH =
        keccak256("ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");
    bytes32 public constant CANCEL_AUTHORIZATION_TYPEHASH = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");

    /// @notice The only account that may mint: the deployer.
    address public immutable minter;

    mapping(address authorizer => mapping(bytes32 nonce => bool spent)) private _authorizations;

    error NotMinter(address caller, address minter);

    constructor() ERC20("Flashback Test Dollar (no value)", "tUSD") ERC20Permit("Flashback Test Dollar (no value)") {
        minter = msg.sender;
    }

    /// @notice Six, as the large dollar tokens have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Creates test money.
    /// @param to receives it
    /// @param amount in units of 1e-6
    function mint(address to, uint256 amount) external {
        if (msg.sender != minter) revert NotMinter({caller: msg.sender, minter: minter});
        _mint(to, amount);
    }

    /// @inheritdoc IERC3009
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool) {
        return _authorizations[authorizer][nonce];
    }

    /// @inheritdoc IERC3009
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
    ) external {
        _spend(
            TRANSFER_WITH_AUTHORIZATION_TYPEHASH, Authorization(from, to, value, validAfter, validBefore, nonce), abi.encodePacked(r, s, v)
        );
    }

    /// @inheritdoc IERC3009
    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        _spend(TRANSFER_WITH_AUTHORIZATION_TYPEHASH, Authorization(from, to, value, validAfter, validBefore, nonce), signature);
    }

    /// @inheritdoc IERC3009
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
    ) external {
        if (msg.sender != to) revert AuthorizationNotForCaller({caller: msg.sender, payee: to});
        _spend(
            RECEIVE_WITH_AUTHORIZATION_TYPEHASH, Authorization(from, to, value, validAfter, validBefore, nonce), abi.encodePacked(r, s, v)
        );
    }

    /// @inheritdoc IERC3009
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external {
        if (msg.sender != to) revert AuthorizationNotForCaller({caller: msg.sender, payee: to});
        _spend(RECEIVE_WITH_AUTHORIZATION_TYPEHASH, Authorization(from, to, value, validAfter, validBefore, nonce), signature);
    }

    /// @inheritdoc IERC3009
    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
        bytes32 terms = keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce));
        _useUp(authorizer, nonce, terms, abi.encodePacked(r, s, v));
        emit AuthorizationCanceled({authorizer: authorizer, nonce: nonce});
    }

    struct Authorization {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }

    function _spend(bytes32 typeHash, Authorization memory authorization, bytes memory signature) private {
        if (block.timestamp <= authorization.validAfter) {
            revert AuthorizationNotYetValid({validAfter: authorization.validAfter, time: block.timestamp});
        }
        if (block.timestamp >= authorization.validBefore) {
            revert AuthorizationExpired({validBefore: authorization.validBefore, time: block.timestamp});
        }

        bytes32 terms = keccak256(abi.encode(typeHash, authorization));
        _useUp(authorization.from, authorization.nonce, terms, signature);
        emit AuthorizationUsed({authorizer: authorization.from, nonce: authorization.nonce});

        _transfer(authorization.from, authorization.to, authorization.value);
    }

    /// Checks the signature of a key or of a contract wallet (ERC-1271), then marks the nonce as spent for ever.
    function _useUp(address authorizer, bytes32 nonce, bytes32 terms, bytes memory signature) private {
        if (_authorizations[authorizer][nonce]) {
            revert AuthorizationSpent({authorizer: authorizer, nonce: nonce});
        }
        if (!SignatureChecker.isValidSignatureNow(authorizer, _hashTypedDataV4(terms), signature)) {
            revert AuthorizationNotSigned({authorizer: authorizer, nonce: nonce});
        }
        _authorizations[authorizer][nonce] = true;
    }
}
