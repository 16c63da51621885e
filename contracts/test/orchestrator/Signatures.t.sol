// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Signatures} from "../../src/lib/Signatures.sol";
import {Test} from "../Test.sol";

/// @dev OpenZeppelin's library is the reference: it copies the signature to memory, and says of each refusal what it is.
contract SignaturesTest is Test {
    /// Order of secp256k1.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function testFuzz_ASignatureRecoversToItsKey(bytes32 digest, uint256 key) external view {
        key = bound(key, 1, ORDER - 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        assertEq(this.signerOf(digest, abi.encodePacked(r, s, v)), vm.addr(key), "signer");
    }

    /// Its mirror, another v, other words, fewer or more bytes.
    function testFuzz_WhatIsChangedRecoversToWhatTheReferenceSays(bytes32 digest, uint256 key, uint256 how, bytes32 word) external view {
        key = bound(key, 1, ORDER - 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        bytes memory signature = abi.encodePacked(r, s, v);
        how %= 7;
        if (how == 0) signature = abi.encodePacked(r, ORDER - uint256(s), v == 27 ? uint8(28) : uint8(27));
        if (how == 1) signature = abi.encodePacked(r, s, uint8(uint256(word)));
        if (how == 2) signature = abi.encodePacked(word, s, v);
        if (how == 3) signature = abi.encodePacked(r, word, v);
        if (how == 4) signature = abi.encodePacked(r, s);
        if (how == 5) signature = abi.encodePacked(r, s, v, word);
        if (how == 6) signature = abi.encodePacked(r, s, v - 27);
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        assertEq(this.signerOf(digest, signature), signer, "signer");
        if (how != 1 && how != 2 && how != 3) assertEq(signer, address(0), "none");
    }

    function testFuzz_AnyBytesRecoverToWhatTheReferenceSays(bytes32 digest, bytes calldata signature) external view {
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        assertEq(this.signerOf(digest, signature), signer, "signer");
    }

    /// The order's half still counts, one more does not.
    function test_TheHalvesOfTheOrderMeetWhereTheReferenceHasThem() external view {
        for (uint256 s = ORDER / 2 - 1; s < ORDER / 2 + 3; s++) {
            bytes memory signature = abi.encodePacked(uint256(1), s, uint8(27));
            (address signer,,) = ECDSA.tryRecover(keccak256("digest"), signature);
            assertEq(this.signerOf(keccak256("digest"), signature), signer, "signer");
            assertEq(signer == address(0), s > ORDER / 2, "which half");
        }
    }

    /// As a wrong signature it would make a batch skip a good voucher.
    function test_WantOfGasIsNoWrongSignature() external {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(7, keccak256("digest"));
        bytes memory call = abi.encodeCall(this.signerOf, (keccak256("digest"), abi.encodePacked(r, s, v)));
        uint256 answers = 0;
        for (uint256 given = 500; given < 8000; given += 50) {
            (bool done, bytes memory answer) = address(this).call{gas: given}(call);
            if (!done) continue;
            assertEq(abi.decode(answer, (address)), vm.addr(7), "signer");
            answers++;
        }
        assertTrue(answers > 0 && answers < 150, "with enough gas, and only then");
    }

    function signerOf(bytes32 digest, bytes calldata signature) external view returns (address) {
        return Signatures.signerOf(digest, signature);
    }
}
