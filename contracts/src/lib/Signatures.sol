// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Signatures of keys, and of accounts that are contracts
/// @notice A key signs by secp256k1 (65 bytes). A contract is asked whether a signature is its own (https://eips.ethereum.org/EIPS/eip-1271): by a
/// static call, so that nothing can change or call back meanwhile, with bounded gas, and without copying more than one word of its answer.
library Signatures {
    /// @notice Enough for several owners or a passkey that the wallet checks by itself; what one signature costs its checker at most.
    uint256 internal constant WALLET_GAS = 300_000;

    /// @notice The key that signed `digest`; zero for none.
    function signerOf(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        (signer,,) = ECDSA.tryRecover(digest, signature);
    }

    /// @notice Whether `account` stands behind a signature that recovers to `signer`: as the key, or as a contract that says so.
    function isBy(address account, address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return signer == account ? account != address(0) : isByWallet(account, digest, signature);
    }

    /// @notice Whether `wallet` is a contract that calls the signature its own.
    function isByWallet(address wallet, bytes32 digest, bytes calldata signature) internal view returns (bool valid) {
        if (wallet.code.length == 0) return false;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 wanted = bytes32(IERC1271.isValidSignature.selector);
        assembly ("memory-safe") {
            mstore(0, 0)
            let answered := staticcall(WALLET_GAS, wallet, add(question, 32), mload(question), 0, 32)
            valid := and(and(answered, gt(returndatasize(), 31)), eq(mload(0), wanted))
        }
    }
}
