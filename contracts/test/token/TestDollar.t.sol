// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC3009} from "../../src/interfaces/IERC3009.sol";
import {TestDollar} from "../../src/token/TestDollar.sol";
import {Test} from "../Test.sol";

/// @dev A contract wallet that accepts its owner's signatures (ERC-1271).
contract OwnedWallet {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        address signer = ecrecover(digest, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64]));
        return signer == _owner ? this.isValidSignature.selector : bytes4(0);
    }
}

/// @dev Branches: TestDollar.authorization.tree
contract TestDollarTest is Test {
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);

    bytes32 private constant NONCE = keccak256("nonce");
    uint256 private constant AFTER = 1000;
    uint256 private constant BEFORE = 2000;

    TestDollar private _dollar;
    address private _payer;
    uint256 private _key;
    address private _payee = address(0xbee);
    bytes32 private _transfer;
    bytes32 private _receive;

    function setUp() external {
        _dollar = new TestDollar();
        (_payer, _key) = actor("payer");
        _dollar.mint(_payer, 100e6);
        (_transfer, _receive) = (_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), _dollar.RECEIVE_WITH_AUTHORIZATION_TYPEHASH());
        vm.warp(1500);
    }

    function test_SaysThatItIsATestToken() external view {
        assertEq(_dollar.name(), "Flashback Test Dollar (no value)", "name");
        assertEq(_dollar.symbol(), "tUSD", "symbol");
        assertEq(_dollar.decimals(), 6, "decimals");
    }

    function testFuzz_RevertWhen_AStrangerMints(address caller, address to, uint256 amount) external {
        vm.assume(caller != address(this) && to != address(0) && to != _payer);
        amount = bound(amount, 1, type(uint256).max - 100e6);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(TestDollar.NotMinter.selector, caller, address(this)));
        _dollar.mint(to, amount);
        assertEq(_dollar.totalSupply(), 100e6, "no more than before");
        _dollar.mint(to, amount);
        assertEq(_dollar.balanceOf(to), amount, "by the minter");
    }

    function test_Permit_SetsTheAllowanceOnce() external {
        bytes32 terms = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"), _payer, _payee, 7, 0, 1600
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, digest(terms));

        _dollar.permit(_payer, _payee, 7, 1600, v, r, s);
        assertEq(_dollar.allowance(_payer, _payee), 7, "allowance");
        assertEq(_dollar.nonces(_payer), 1, "nonce");
        vm.expectRevert();
        _dollar.permit(_payer, _payee, 7, 1600, v, r, s);
    }

    /// The window is open: neither of its ends is in it.
    function testFuzz_RevertWhen_TheTransferIsTooEarlyOrTooLate(uint256 from, uint256 until, uint256 seed, bool early) external {
        from = bound(from, 0, type(uint40).max);
        until = bound(until, from + 2, type(uint48).max);
        uint256 time = seed % 2 == 0 ? (early ? from : until) : bound(seed, early ? 0 : until, early ? from : type(uint64).max);
        bytes memory signature = signing(_key, keccak256(abi.encode(_transfer, _payer, _payee, 5e6, from, until, NONCE)));

        vm.warp(time);
        vm.expectRevert(
            early
                ? abi.encodeWithSelector(IERC3009.AuthorizationNotYetValid.selector, from, time)
                : abi.encodeWithSelector(IERC3009.AuthorizationExpired.selector, until, time)
        );
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, from, until, NONCE, signature);
        assertFalse(_dollar.authorizationState(_payer, NONCE), "not spent");

        vm.warp(early ? from + 1 : until - 1);
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, from, until, NONCE, signature);
        assertEq(_dollar.balanceOf(_payee), 5e6, "payee");
    }

    /// One bit of one field, the other kind, another chain, or another key.
    function testFuzz_RevertWhen_AnyFieldDiffersFromWhatWasSigned(uint256 which, uint256 bit, uint256 value, bytes32 nonce) external {
        value = bound(value, 0, 100e6);
        uint256[6] memory said = [uint256(uint160(_payer)), uint256(uint160(_payee)), value, AFTER, BEFORE, uint256(nonce)];
        which %= 9;
        uint256 bits = which < 2 ? 160 : 256;
        bytes32 kind = which == 6 ? _receive : _transfer;
        uint256[6] memory signedFor = [said[0], said[1], said[2], said[3], said[4], said[5]];
        if (which < 6) signedFor[which] ^= 1 << (bit % bits);
        bytes memory signature = signing(which == 7 ? bound(bit, 1, type(uint128).max) : _key, keccak256(abi.encode(kind, signedFor)));
        uint256 chain = block.chainid;
        if (which == 8) vm.chainId(bound(bit, chain + 1, type(uint64).max));

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payer, nonce));
        _dollar.transferWithAuthorization(_payer, _payee, value, AFTER, BEFORE, nonce, signature);
        assertEq(_dollar.balanceOf(_payer), 100e6, "nothing moved");

        vm.chainId(chain);
        signature = signing(_key, keccak256(abi.encode(_transfer, said)));
        _dollar.transferWithAuthorization(_payer, _payee, value, AFTER, BEFORE, nonce, signature);
        assertEq(_dollar.balanceOf(_payee), value, "payee");
    }

    function testFuzz_AnyoneCarriesASignedTransferOnce(address carrier, uint256 value, uint256 time) external {
        value = bound(value, 0, 100e6);
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), value);
        assertFalse(_dollar.authorizationState(_payer, NONCE), "before");

        vm.startPrank(carrier);
        vm.warp(bound(time, AFTER + 1, BEFORE - 1));
        vm.expectEmit(true, true, true, true, address(_dollar));
        emit AuthorizationUsed({authorizer: _payer, nonce: NONCE});
        _dollar.transferWithAuthorization(_payer, _payee, value, AFTER, BEFORE, NONCE, v, r, s);
        assertEq(_dollar.balanceOf(_payee), value, "payee");
        assertEq(_dollar.balanceOf(_payer), 100e6 - value, "payer");
        assertTrue(_dollar.authorizationState(_payer, NONCE), "after");

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationSpent.selector, _payer, NONCE));
        _dollar.transferWithAuthorization(_payer, _payee, value, AFTER, BEFORE, NONCE, v, r, s);
        // Nor for other terms, signed as they may be.
        (v, r, s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 100e6 - value);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationSpent.selector, _payer, NONCE));
        _dollar.transferWithAuthorization(_payer, _payee, 100e6 - value, AFTER, BEFORE, NONCE, v, r, s);
        assertEq(_dollar.balanceOf(_payee), value, "once");
    }

    function testFuzz_RevertWhen_AnotherThanThePayeeSendsAReceipt(address caller, uint256 value) external {
        vm.assume(caller != _payee);
        value = bound(value, 0, 100e6);
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(), value);
        bytes memory refusal = abi.encodeWithSelector(IERC3009.AuthorizationNotForCaller.selector, caller, _payee);

        vm.startPrank(caller);
        vm.expectRevert(refusal);
        _dollar.receiveWithAuthorization(_payer, _payee, value, AFTER, BEFORE, NONCE, v, r, s);
        vm.expectRevert(refusal);
        _dollar.receiveWithAuthorization(_payer, _payee, value, AFTER, BEFORE, NONCE, abi.encodePacked(r, s, v));
        vm.stopPrank();
        vm.prank(_payee);
        _dollar.receiveWithAuthorization(_payer, _payee, value, AFTER, BEFORE, NONCE, v, r, s);
        assertEq(_dollar.balanceOf(_payee), value, "payee");
    }

    function test_AContractWalletSignsToo() external {
        address wallet = address(new OwnedWallet(_payer));
        _dollar.mint(wallet, 9e6);
        bytes32 terms = keccak256(abi.encode(_dollar.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(), wallet, _payee, 9e6, AFTER, BEFORE, NONCE));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key, digest(terms));

        vm.prank(_payee);
        _dollar.receiveWithAuthorization(wallet, _payee, 9e6, AFTER, BEFORE, NONCE, abi.encodePacked(r, s, v));
        assertEq(_dollar.balanceOf(_payee), 9e6, "payee");
    }

    function test_ACancelledAuthorisationMovesNothing() external {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_key, digest(keccak256(abi.encode(_dollar.CANCEL_AUTHORIZATION_TYPEHASH(), _payer, NONCE))));
        vm.expectEmit(true, true, true, true, address(_dollar));
        emit AuthorizationCanceled({authorizer: _payer, nonce: NONCE});
        _dollar.cancelAuthorization(_payer, NONCE, v, r, s);

        (v, r, s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 5e6);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationSpent.selector, _payer, NONCE));
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
    }

    function testFuzz_RevertWhen_AStrangerCancels(uint256 key, bytes32 nonce) external {
        bytes32 terms = digest(keccak256(abi.encode(_dollar.CANCEL_AUTHORIZATION_TYPEHASH(), _payer, nonce)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(bound(key, 1, type(uint128).max), terms);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payer, nonce));
        _dollar.cancelAuthorization(_payer, nonce, v, r, s);

        (v, r, s) = vm.sign(_key, terms);
        _dollar.cancelAuthorization(_payer, nonce, v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationSpent.selector, _payer, nonce));
        _dollar.cancelAuthorization(_payer, nonce, v, r, s);
    }

    function signing(uint256 key, bytes32 terms) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(terms));
        return abi.encodePacked(r, s, v);
    }

    function signed(bytes32 typeHash, uint256 value) private view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(_key, digest(keccak256(abi.encode(typeHash, _payer, _payee, value, AFTER, BEFORE, NONCE))));
    }

    function digest(bytes32 terms) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _dollar.DOMAIN_SEPARATOR(), terms));
    }
}
