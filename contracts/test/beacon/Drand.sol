// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Published rounds of drand's evmnet
/// @dev Chain 04f1e9062b8a81f848fded9c12306733282b2727ecced50032187751166ec8c3, scheme bls-bn254-unchained-on-g1, as
/// api.drand.sh answers for /info and /public/{round}.
library Drand {
    uint64 internal constant GENESIS = 1_727_521_075;
    uint32 internal constant PERIOD = 3;

    function key() internal pure returns (uint256[4] memory) {
        return [
            0x07e1d1d335df83fa98462005690372c643340060d205306a9aa8106b6bd0b382,
            0x0557ec32c2ad488e4d4f6008f89a346f18492092ccc0d594610de2732c8b808f,
            0x0095685ae3a85ba243747b1b2f426049010f6b73a0cf1d389351d5aaaa1047f6,
            0x297d3a4f9749b33eb2d904c9d9ebf17224150ddd7abd7567a9bec6c74480ee0b
        ];
    }

    function round1() internal pure returns (uint256[2] memory signature, bytes32 randomness) {
        signature[0] = 0x11f812d738a36b2210dc88c2d635ad8039588205f42445d6de09e6530165c346;
        signature[1] = 0x2a23aca348c84badcf8df5321ac24577b7963d5b0d780bc4626baedb45cde373;
        randomness = 0x781b75698adc3af62cfa55db83cf0c73ae54e1ac8c0d4c3a2224126b65369ec5;
    }

    function round1000() internal pure returns (uint256[2] memory signature, bytes32 randomness) {
        signature[0] = 0x06fd5996329504d3a56b482d9222bf7205857d0a9559ddd216ca31a286f6a8cc;
        signature[1] = 0x0a120f021aac2f13553fb164f62bc3a5ca32c76dea88a777b39bcf3cac5fdbd6;
        randomness = 0x0e6745667465a6f9dce5d5f994656955080be14c469ff17fc4fc588c925a8504;
    }

    function round10000000() internal pure returns (uint256[2] memory signature, bytes32 randomness) {
        signature[0] = 0x2c7b65b5acfe55256910ca71cf0a0fa71ac34c2a1167f86a22930a03e70ebec0;
        signature[1] = 0x0f7a530796e7ee38600b06da0390634a9b154e3eebc3b323dde2111e1c8ebdf3;
        randomness = 0x8b8535f192275f32bc8532d19f0465f25abc4cb762697236a29665bc5248aa6c;
    }

    function round20594892() internal pure returns (uint256[2] memory signature, bytes32 randomness) {
        signature[0] = 0x1a8eb35e5dbdfe0e1aa1bda789444774adde84b2d5402468b29bb945ea190c6d;
        signature[1] = 0x105b63491744552e8fe5710764baaed371784f1593ce279c56c60b9268f50f90;
        randomness = 0xc1f2d208f143ffd619d40fde95838c4f49b3d44cb37d6daf68d45b124ba00c7e;
    }
}
