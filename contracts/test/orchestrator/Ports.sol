// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title FakeBeacon: says when an epoch was seeded, as the test wants it
contract FakeBeacon {
    mapping(uint32 epoch => uint32 time) public seededAtOf;

    function seed(uint32 epoch) external {
        seededAtOf[epoch] = uint32(block.timestamp);
    }
}

/// @title FakeVerifier: lets a test stand where the PossessionVerifier stands, and remembers what was retired
contract FakeVerifier {
    mapping(uint128 agreementId => bool) public retired;
    mapping(uint128 agreementId => uint256 times) public followed;
    bool public broken;

    function breakDown() external {
        broken = true;
    }

    function retire(uint128 agreementId) external {
        require(!broken, "broken");
        retired[agreementId] = true;
    }

    function follow(uint128 agreementId) external {
        require(!broken, "broken");
        followed[agreementId]++;
    }
}

/// @title SeededBeacon: a FakeBeacon whose seeds have a value too
contract SeededBeacon is FakeBeacon {
    function seedOf(uint32 epoch) external view returns (bytes32) {
        return seededAtOf[epoch] == 0 ? bytes32(0) : keccak256(abi.encode(epoch));
    }
}
