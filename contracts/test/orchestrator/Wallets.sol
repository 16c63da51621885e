// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title A wallet of one key: a contract whose signatures are that key's (ERC-1271)
contract OneKeyWallet is IERC1271 {
    address private immutable _key;

    constructor(address key) {
        _key = key;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        return signer == _key ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title Wallets that misbehave when they are asked
contract BadWallet {
    enum Manner {
        BurnsAllGas,
        AnswersEndlessly,
        AnswersShort,
        Reverts,
        Writes,
        AnswersOtherwise
    }

    Manner private immutable _manner;
    uint256 private _asked;

    constructor(Manner manner) {
        _manner = manner;
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        if (_manner == Manner.BurnsAllGas) while (true) {}
        if (_manner == Manner.Reverts) revert("no");
        if (_manner == Manner.Writes) _asked++;
        uint256 length = _manner == Manner.AnswersEndlessly ? 60_000 : _manner == Manner.AnswersShort ? 4 : 32;
        if (_manner == Manner.AnswersOtherwise) magic = bytes32(uint256(1));
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(at, magic)
            return(at, length)
        }
    }
}
