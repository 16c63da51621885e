// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {QualityOracle} from "../../src/QualityOracle.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {IStakeManager} from "../../src/interfaces/IStakeManager.sol";
import {OrchestratorTest} from "../orchestrator/OrchestratorTest.sol";
import {GasTest} from "./GasTest.sol";

/// @dev Seven reporters, five of whom sign; all parts are the deployed ones. The oracle is in its rhythm: it has posted the roots of as many
/// epochs as it keeps. Goal: 85,000.
contract QualityOracleGasTest is OrchestratorTest, GasTest {
    bytes32 private constant RECORDS = keccak256("records");

    QualityOracle private _quality;
    uint64[] private _reporters;

    function setUp() public override {
        super.setUp();
        // Registry, stakes, both sides of the Orchestrator and the lens come first.
        oracle = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 8);
        deploy(address(token));
        _quality = new QualityOracle(IRegistry(address(registry)), IStakeManager(address(stakes)), orchestrator, address(token), STAKE);
        assertEq(address(_quality), oracle, "oracle");
        market = orchestrator.createMarket(address(token), FEE_BPS, oracle);
        for (uint64 id = 1; id <= 7; id++) {
            joins(id);
        }
        for (uint32 epoch = 11; epoch <= 17; epoch++) {
            posts(epoch, keccak256(abi.encode(epoch)));
        }
    }

    function test_Post_FiveSignatures() external {
        posts(18, keccak256("root"));
        reported("quality root, 5 signatures", "");
    }

    function test_Post_NoBreaches_FiveSignatures() external {
        posts(18, 0);
        reported("quality root without breaches, 5 signatures", "");
    }

    function joins(uint64 id) private {
        (address owner,) = actor(named("owner", id));
        vm.prank(owner);
        registry.register(16, payoutOf(id), nodeOf(id), 0, "https://reporter.example");
        token.mint(address(this), STAKE);
        token.approve(address(stakes), STAKE);
        stakes.stake(id, address(token), STAKE);
        vm.prank(owner);
        _quality.join(id);
        // By ascending address of their keys.
        _reporters.push(id);
        for (uint256 i = _reporters.length - 1; i > 0 && nodeOf(_reporters[i - 1]) > nodeOf(id); i--) {
            (_reporters[i - 1], _reporters[i]) = (id, _reporters[i - 1]);
        }
    }

    function posts(uint32 epoch, bytes32 root) private {
        vm.warp(uint256(startOf(epoch + 1)) + 1000);
        bytes32 records = keccak256(abi.encode(RECORDS, epoch));
        bytes32 digest = _quality.hashRoot(epoch, root, records);
        bytes memory signatures;
        for (uint256 i = 0; i < 5; i++) {
            (, uint256 key) = actor(named("node", _reporters[i]));
            signatures = bytes.concat(signatures, sign(key, digest));
        }
        _quality.post(epoch, root, records, signatures);
    }
}
