// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title BLS signatures on G1 of BN254, as drand's scheme `bls-bn254-unchained-on-g1` makes them
/// @notice Hashing to the curve follows RFC 9380: expand_message_xmd with keccak-256, two field elements of 48 bytes,
/// the Shallue-van de Woestijne map with Z = 1, and the sum of both points (the cofactor of G1 is 1).
/// @dev Precompiles used: 0x05 (modular power), 0x06 (addition), 0x08 (pairing). Variable names u, tv1.., x1.., gx are
/// those of RFC 9380, section 6.6.1, so that the two can be read side by side.
library Bn254 {
    /// @dev The prime of the base field.
    uint256 internal constant P = 0x30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47;

    /// @dev The curve is y^2 = x^3 + 3.
    uint256 private constant B = 3;

    /// @dev Negated generator of G2: x imaginary, x real, y imaginary, y real.
    uint256 private constant MINUS_G2_XI = 0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2;
    uint256 private constant MINUS_G2_XR = 0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed;
    uint256 private constant MINUS_G2_YI = 0x275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec;
    uint256 private constant MINUS_G2_YR = 0x1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d;

    /// @dev Constants of the map for Z = 1: c1 = g(Z), c2 = -Z / 2, c3 = sqrt(-g(Z) * 3 * Z^2) with even parity,
    /// c4 = -4 * g(Z) / (3 * Z^2).
    uint256 private constant C1 = 4;
    uint256 private constant C2 = 0x183227397098d014dc2822db40c0ac2ecbc0b548b438e5469e10460b6c3e7ea3;
    uint256 private constant C3 = 0x16789af3a83522eb353c98fc6b36d713d5d8d1cc5dffffffa;
    uint256 private constant C4 = 0x10216f7ba065e00de81ac1e7808072c9dd2b2385cd7b438469602eb24829a9bd;

    /// @dev P = 3 mod 4, so a square's root is its power (P + 1) / 4; an inverse is the power P - 2.
    uint256 private constant ROOT = (P + 1) / 4;
    uint256 private constant INVERSE = P - 2;

    /// @dev 2^256 mod P.
    uint256 private constant TWO_256 = 0x0e0a77c19a07df2f666ea36f7879462c0a78eb28f5c70b3dd35d438dc58f0d9d;

    /// @dev Suite name of drand's scheme; 43 bytes.
    bytes private constant DOMAIN = "BLS_SIG_BN254G1_XMD:KECCAK-256_SVDW_RO_NUL_";

    /// @notice Whether (x, y) is a point of the curve in its only valid encoding. The point at infinity is not.
    function isOnCurve(uint256 x, uint256 y) internal pure returns (bool) {
        return x < P && y < P && mulmod(y, y, P) == curve(x);
    }

    /// @notice Whether `key` is a point of the right subgroup of G2, and not infinity.
    function isPublicKey(uint256[4] memory key) internal view returns (bool) {
        if ((key[0] | key[1] | key[2] | key[3]) == 0) return false;
        // The pairing of anything with infinity is 1, and the precompile checks the G2 point first.
        return pairing([0, 0, key[0], key[1], key[2], key[3], 0, 0, MINUS_G2_XI, MINUS_G2_XR, MINUS_G2_YI, MINUS_G2_YR]);
    }

    /// @notice Whether `signature` is the signature of `message` under `key`.
    /// @param signature a point for which `isOnCurve` holds: otherwise the precompile takes all gas
    /// @param key a point for which `isPublicKey` held
    function verify(uint256[2] calldata signature, uint256[4] memory key, bytes32 message) internal view returns (bool) {
        (uint256 x, uint256 y) = hashToG1(message);
        return
            pairing([signature[0], signature[1], MINUS_G2_XI, MINUS_G2_XR, MINUS_G2_YI, MINUS_G2_YR, x, y, key[0], key[1], key[2], key[3]]);
    }

    /// @notice RFC 9380 hash_to_curve under drand's domain.
    function hashToG1(bytes32 message) internal view returns (uint256 x, uint256 y) {
        (uint256 u0, uint256 u1) = hashToField(message);
        (uint256 x0, uint256 y0) = mapToCurve(u0);
        (uint256 x1, uint256 y1) = mapToCurve(u1);
        return add(x0, y0, x1, y1);
    }

    /// @notice RFC 9380 hash_to_field: two elements of 48 bytes each from 96 expanded bytes.
    function hashToField(bytes32 message) internal pure returns (uint256 u0, uint256 u1) {
        bytes memory domain = abi.encodePacked(DOMAIN, uint8(DOMAIN.length));
        // 136 zero bytes are one block of keccak-256; 0x0060 is the length asked for, 0x00 the index.
        bytes32 b0 = keccak256(abi.encodePacked(new bytes(136), message, hex"006000", domain));
        bytes32 b1 = keccak256(abi.encodePacked(b0, uint8(1), domain));
        bytes32 b2 = keccak256(abi.encodePacked(b0 ^ b1, uint8(2), domain));
        bytes32 b3 = keccak256(abi.encodePacked(b0 ^ b2, uint8(3), domain));

        u0 = addmod(mulmod(uint256(b1), 1 << 128, P), uint256(b2) >> 128, P);
        u1 = addmod(mulmod(uint128(uint256(b2)), TWO_256, P), uint256(b3) % P, P);
    }

    /// @notice RFC 9380 map_to_curve, section 6.6.1, for u < P.
    function mapToCurve(uint256 u) internal view returns (uint256 x, uint256 y) {
        uint256 tv1 = mulmod(mulmod(u, u, P), C1, P);
        uint256 tv2 = addmod(1, tv1, P);
        tv1 = addmod(1, P - tv1, P);
        uint256 tv3 = power(mulmod(tv1, tv2, P), INVERSE); // the inverse of 0 is 0, as inv0 wants it
        uint256 tv4 = mulmod(mulmod(mulmod(u, tv1, P), tv3, P), C3, P);

        bool square;
        x = addmod(C2, P - tv4, P);
        (y, square) = root(curve(x));
        if (!square) {
            x = addmod(C2, tv4, P);
            (y, square) = root(curve(x));
        }
        if (!square) {
            uint256 tv5 = mulmod(mulmod(tv2, tv2, P), tv3, P);
            x = addmod(1, mulmod(C4, mulmod(tv5, tv5, P), P), P);
            (y, square) = root(curve(x));
            assert(square); // one of the three always is (RFC 9380, appendix F.1)
        }
        if (u & 1 != y & 1) y = P - y;
    }

    function curve(uint256 x) private pure returns (uint256) {
        return addmod(mulmod(mulmod(x, x, P), x, P), B, P);
    }

    function root(uint256 a) private view returns (uint256 y, bool square) {
        y = power(a, ROOT);
        square = mulmod(y, y, P) == a;
    }

    function power(uint256 base, uint256 exponent) private view returns (uint256 result) {
        bool done;
        // Reading the answer into scratch space saves the copies that abi.encode and abi.decode would make.
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, 32)
            mstore(add(input, 0x20), 32)
            mstore(add(input, 0x40), 32)
            mstore(add(input, 0x60), base)
            mstore(add(input, 0x80), exponent)
            mstore(add(input, 0xa0), P)
            done := staticcall(gas(), 0x05, input, 0xc0, 0x00, 0x20)
            result := mload(0x00)
        }
        assert(done); // fails only for want of gas
    }

    function add(uint256 x0, uint256 y0, uint256 x1, uint256 y1) private view returns (uint256 x, uint256 y) {
        bool done;
        uint256[4] memory input = [x0, y0, x1, y1];
        assembly ("memory-safe") {
            done := staticcall(gas(), 0x06, input, 0x80, 0x00, 0x40)
            x := mload(0x00)
            y := mload(0x20)
        }
        assert(done); // both points come from the map
    }

    function pairing(uint256[12] memory input) private view returns (bool one) {
        assembly ("memory-safe") {
            let done := staticcall(gas(), 0x08, input, 0x180, 0x00, 0x20)
            one := and(done, eq(mload(0x00), 1))
        }
    }
}
