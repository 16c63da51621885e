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

    function setUp() external {
        _dollar = new TestDollar();
        (_payer, _key) = actor("payer");
        _dollar.mint(_payer, 100e6);
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

    function test_RevertWhen_TheTransferIsTooEarlyOrTooLate() external {
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 5e6);

        vm.warp(AFTER);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotYetValid.selector, AFTER, AFTER));
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
        vm.warp(BEFORE);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationExpired.selector, BEFORE, BEFORE));
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);

        vm.warp(AFTER + 1);
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
    }

    function test_RevertWhen_AnyFieldDiffersFromWhatWasSigned() external {
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 5e6);
        bytes memory refusal = abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payer, NONCE);

        vm.expectRevert(refusal);
        _dollar.transferWithAuthorization(_payer, address(this), 5e6, AFTER, BEFORE, NONCE, v, r, s);
        vm.expectRevert(refusal);
        _dollar.transferWithAuthorization(_payer, _payee, 5e6 + 1, AFTER, BEFORE, NONCE, v, r, s);
        vm.expectRevert(refusal);
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER - 1, BEFORE, NONCE, v, r, s);
        vm.expectRevert(refusal);
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE + 1, NONCE, v, r, s);
        vm.expectRevert(refusal);
        vm.prank(_payee);
        _dollar.receiveWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payee, NONCE));
        _dollar.transferWithAuthorization(_payee, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
    }

    function test_RevertWhen_TheChainIsAnother() external {
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 5e6);

        vm.chainId(4242);
        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payer, NONCE));
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
    }

    function test_AnyoneCarriesASignedTransferOnce() external {
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.TRANSFER_WITH_AUTHORIZATION_TYPEHASH(), 5e6);
        assertFalse(_dollar.authorizationState(_payer, NONCE), "before");

        vm.expectEmit(true, true, true, true, address(_dollar));
        emit AuthorizationUsed({authorizer: _payer, nonce: NONCE});
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
        assertEq(_dollar.balanceOf(_payee), 5e6, "payee");
        assertEq(_dollar.balanceOf(_payer), 95e6, "payer");
        assertTrue(_dollar.authorizationState(_payer, NONCE), "after");

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationSpent.selector, _payer, NONCE));
        _dollar.transferWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
    }

    function test_RevertWhen_AnotherThanThePayeeSendsAReceipt() external {
        (uint8 v, bytes32 r, bytes32 s) = signed(_dollar.RECEIVE_WITH_AUTHORIZATION_TYPEHASH(), 5e6);

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotForCaller.selector, address(this), _payee));
        _dollar.receiveWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
        vm.prank(_payee);
        _dollar.receiveWithAuthorization(_payer, _payee, 5e6, AFTER, BEFORE, NONCE, v, r, s);
        assertEq(_dollar.balanceOf(_payee), 5e6, "payee");
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

    function test_RevertWhen_AStrangerCancels() external {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_key + 1, digest(keccak256(abi.encode(_dollar.CANCEL_AUTHORIZATION_TYPEHASH(), _payer, NONCE))));

        vm.expectRevert(abi.encodeWithSelector(IERC3009.AuthorizationNotSigned.selector, _payer, NONCE));
        _dollar.cancelAuthorization(_payer, NONCE, v, r, s);
    }

    function signed(bytes32 typeHash, uint256 value) private view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(_key, digest(keccak256(abi.encode(typeHash, _payer, _payee, value, AFTER, BEFORE, NONCE))));
    }

    function digest(bytes32 terms) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _dollar.DOMAIN_SEPARATOR(), terms));
    }
}
