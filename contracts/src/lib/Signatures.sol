// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title Signatures of keys, and of accounts that are contracts
/// @notice A key signs by secp256k1 (65 bytes). A contract is asked whether a signature is its own (https://eips.ethereum.org/EIPS/eip-1271): by a
/// static call, so that nothing can change or call back meanwhile, with bounded gas, and without copying more than one word of its answer.
library Signatures {
    /// @notice Enough for several owners or a passkey that the wallet checks by itself; what one signature costs its checker at most.
    uint256 internal constant WALLET_GAS = 300_000;

    /// @dev Half the order of secp256k1. Each signature has a mirror above it, which is not taken: https://eips.ethereum.org/EIPS/eip-2.
    uint256 private constant S_MAX = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;

    /// @notice The key that signed `digest` by 65 bytes r, s, v; zero for none.
    /// @dev What ECDSA.tryRecover says, from calldata straight to where the precompile takes it: 600 gas less, and no memory is kept.
    function signerOf(bytes32 digest, bytes calldata signature) internal view returns (address signer) {
        if (signature.length != 65) return address(0);
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, digest)
            mstore(add(at, 0x20), byte(0, calldataload(add(signature.offset, 0x40))))
            calldatacopy(add(at, 0x40), signature.offset, 0x40)
            mstore(0x00, 0)
            if iszero(gt(mload(add(at, 0x60)), S_MAX)) {
                // To what is no signature it answers nothing. It fails only for want of gas: that must not look like a wrong signature.
                if iszero(staticcall(gas(), 1, at, 0x80, 0x00, 0x20)) { revert(0, 0) }
            }
            signer := mload(0x00)
        }
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
