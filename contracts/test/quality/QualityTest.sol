// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IOrchestrator} from "../../src/interfaces/IOrchestrator.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {Test} from "../Test.sol";

/// @dev The beacon as far as the oracle sees it: seeds as the test wants them.
contract DrawBeacon {
    mapping(uint32 epoch => bytes32) public seedOf;

    function seed(uint32 epoch, bytes32 value) external {
        seedOf[epoch] = value;
    }
}

/// @dev The Orchestrator as far as the oracle sees it: a calendar, and what it was told.
contract CreditBook {
    address public immutable beacon = address(new DrawBeacon());
    uint32 public constant genesis = 1_800_000_000;
    uint32 public constant epochSeconds = 86_400;
    uint32 public constant qualityWindowSeconds = 21_600;
    uint32 public auditWindowSeconds = 21_600;
    uint32 public finalitySeconds = 21_600;

    uint32[] public roots;
    uint128 public creditedAgreement;
    uint32 public creditedEpoch;
    uint16 public creditedBps;

    function schedule(uint32 auditWindow, uint32 finality) external {
        (auditWindowSeconds, finalitySeconds) = (auditWindow, finality);
    }

    function rootPosted(uint32 epoch) external {
        roots.push(epoch);
    }

    function rootsPosted() external view returns (uint256) {
        return roots.length;
    }

    function credit(uint128 agreementId, uint32 epoch, uint16 bps) external returns (uint256 amount) {
        (creditedAgreement, creditedEpoch, creditedBps) = (agreementId, epoch, bps);
        return uint256(bps) * 3;
    }

    function currentEpoch() external view returns (uint32) {
        return uint32((block.timestamp - genesis) / epochSeconds);
    }
}

/// @dev Registry and StakeManager as far as the oracle sees them.
contract ReporterBook {
    mapping(uint64 id => address) public ownerOf;
    mapping(uint64 id => address) public nodeKeyOf;
    mapping(uint64 id => uint8) public kindsOf;
    mapping(uint64 id => uint256) public stakes;

    uint64 public slashedId;
    address public slashedToken;
    uint256 public slashedAmount;
    address public slashedFor;
    uint256 public slashes;

    function put(uint64 id, address owner, address key, uint8 kinds, uint256 stake) external {
        (ownerOf[id], nodeKeyOf[id]) = (owner, key);
        (kindsOf[id], stakes[id]) = (kinds, stake);
    }

    function stakeOf(uint64 id, address) external view returns (uint256, uint256, uint256, uint32) {
        // Committed and unbonding stake do not count.
        return (stakes[id], 1 << 60, 1 << 60, 0);
    }

    function slashReporter(uint64 id, address token, uint256 amount, address prover) external returns (uint256) {
        (slashedId, slashedToken, slashedAmount, slashedFor) = (id, token, amount, prover);
        slashes++;
        return amount;
    }
}

/// @dev Ground of the oracle's tests: reporters 1..n, each its own owner, sorted by the address of its key.
abstract contract QualityTest is Test {
    address internal constant TOKEN = address(0x70);
    uint256 internal constant STAKE = 1000;
    bytes32 internal constant ROOT = keccak256("root");
    bytes32 internal constant RECORDS = keccak256("records");

    CreditBook internal orchestrator;
    ReporterBook internal book;
    QualityOracle internal oracle;

    /// Keys by ascending address; reporter id i + 1 has key i.
    uint256[] internal keys;

    function setUp() public virtual {
        orchestrator = new CreditBook();
        book = new ReporterBook();
        oracle = newOracle();
        makeKeys(12);
        inEpoch(10);
    }

    function newOracle() internal returns (QualityOracle) {
        return new QualityOracle(IRegistry(address(book)), IStakeManager(address(book)), IOrchestrator(address(orchestrator)), TOKEN, STAKE);
    }

    function makeKeys(uint256 count) private {
        for (uint256 i = 0; i < count; i++) {
            uint256 key = uint256(keccak256(abi.encode("reporter", i)));
            keys.push(key);
            for (uint256 j = i; j > 0 && vm.addr(keys[j - 1]) > vm.addr(keys[j]); j--) {
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
    }

    function ownerOf(uint64 id) internal pure returns (address) {
        return address(uint160(0xabc000 + id));
    }

    function keyOf(uint64 id) internal view returns (address) {
        return vm.addr(keys[id - 1]);
    }

    function joins(uint64 id) internal {
        book.put(id, ownerOf(id), keyOf(id), 16, STAKE);
        vm.prank(ownerOf(id));
        oracle.join(id);
    }

    function leaves(uint64 id) internal {
        vm.prank(ownerOf(id));
        oracle.leave(id);
    }

    /// Reporters 1..count judge from epoch 11 on; it is epoch 12 now.
    function withReporters(uint64 count) internal {
        for (uint64 id = 1; id <= count; id++) {
            joins(id);
        }
        inEpoch(12);
    }

    function startOf(uint32 epoch) internal view returns (uint256) {
        return orchestrator.genesis() + uint256(epoch) * orchestrator.epochSeconds();
    }

    function inEpoch(uint32 epoch) internal {
        vm.warp(startOf(epoch) + 1000);
    }

    function signature(uint64 id, uint32 epoch, bytes32 root, bytes32 records) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[id - 1], oracle.hashRoot(epoch, root, records));
        return abi.encodePacked(r, s, v);
    }

    /// Signatures of the reporters from..to over ROOT and RECORDS.
    function signatures(uint32 epoch, uint64 from, uint64 to) internal view returns (bytes[] memory all) {
        return signaturesOf(epoch, ROOT, from, to);
    }

    function signaturesOf(uint32 epoch, bytes32 root, uint64 from, uint64 to) internal view returns (bytes[] memory all) {
        all = new bytes[](to + 1 - from);
        for (uint64 id = from; id <= to; id++) {
            all[id - from] = signature(id, epoch, root, RECORDS);
        }
    }

    /// Signatures of the reporters from..to over any root and records, joined.
    function signedBy(uint32 epoch, bytes32 root, bytes32 records, uint64 from, uint64 to) internal view returns (bytes memory joined) {
        for (uint64 id = from; id <= to; id++) {
            joined = bytes.concat(joined, signature(id, epoch, root, records));
        }
    }

    function packed(bytes[] memory all) internal pure returns (bytes memory joined) {
        for (uint256 i = 0; i < all.length; i++) {
            joined = bytes.concat(joined, all[i]);
        }
    }

    function posts(uint32 epoch, uint64 from, uint64 to) internal {
        oracle.post(epoch, ROOT, RECORDS, packed(signatures(epoch, from, to)));
    }
}
