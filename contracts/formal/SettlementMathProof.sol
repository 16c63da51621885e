// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SettlementMath} from "./SettlementMath.sol";

// What solc's SMTChecker proves of SettlementMath for all inputs: `npm run prove`. One contract for each question, so that each is small.
// The comment behind an assertion is the property's name. tools/prove.mjs says what it changes in the library before (docs/contracts/formal.md).

contract AdvanceProof {
    /// Runs the library's own function, into which the script put the assertions of advance.outline.
    function advance(uint88 deposit, uint96 rate, uint32 clock, uint32 frac, uint32 until) external pure {
        SettlementMath.advance(deposit, rate, clock, frac, until);
    }
}

contract OrderLemma {
    /// The lemma that advance.outline uses, turned round: not a < b means a = b + c, and then rate * a is not less.
    function lemma(uint96 rate, uint128 b, uint128 c) external pure {
        uint256 a = uint256(b) + c;
        assert(uint256(rate) * a >= uint256(rate) * b); // lemma: rate * a < rate * b only when a < b
    }
}

contract NarrowingProof {
    function frac(uint256 x) external pure {
        require(x < 1 << 129);
        assert((x >> 32) * (1 << 32) + uint32(x) == x); // advance: pay and carried fraction are all that was earned
    }
}

contract SplitProof {
    /// While the money lasts: two settlements pay what one does, and carry what it carries.
    function split(uint96 rate, uint32 frac, uint32 first, uint32 second) external pure {
        uint256 x1 = uint256(rate) * first + frac;
        uint256 x2 = uint256(rate) * second + x1 % (1 << 32);
        uint256 once = uint256(rate) * (uint256(first) + second) + frac;
        assert((x1 >> 32) + (x2 >> 32) == once >> 32); // split additivity: two settlements pay what one pays
        assert(x2 % (1 << 32) == once % (1 << 32)); // split additivity: two settlements carry what one carries
    }
}

contract RoundingProof {
    function pay(uint96 rate, uint32 secondsLong) external pure {
        uint256 paid = SettlementMath.payFor(rate, secondsLong);
        assert(paid * (1 << 32) <= uint256(rate) * secondsLong); // payFor: never more than what was earned
        assert((paid + 1) * (1 << 32) > uint256(rate) * secondsLong); // payFor: less than one unit below what was earned
    }

    function funding(uint96 rate, uint32 secondsLong) external pure {
        uint256 funding_ = SettlementMath.fundingFor(rate, secondsLong);
        assert(funding_ * (1 << 32) >= uint256(rate) * secondsLong); // fundingFor: enough for every second
        assert(funding_ * (1 << 32) < uint256(rate) * secondsLong + (1 << 32)); // fundingFor: less than one unit above what is earned
    }

    function lowestRate(uint96 ratePerGib, uint64 capacityBytes) external pure {
        uint256 rate = SettlementMath.rateFor(ratePerGib, capacityBytes);
        assert(rate * (1 << 30) >= uint256(ratePerGib) * capacityBytes); // rateFor: never below the offer's price
        assert(rate * (1 << 30) < uint256(ratePerGib) * capacityBytes + (1 << 30)); // rateFor: less than 2^-32 units above it
    }
}

contract PenaltyProof {
    function penalty(uint88 collateral, uint128 epochPay, uint8 missedInRow) external pure {
        require(missedInRow >= 1);
        uint256 lost = SettlementMath.missPenalty(collateral, epochPay, missedInRow, 3);
        assert(lost <= collateral); // missPenalty: at most the collateral
        assert(missedInRow <= 3 || lost == collateral); // missPenalty: all of it after three in a row
    }
}

contract ShareProof {
    function share(uint88 amount, uint16 bps) external pure {
        require(bps <= 10_000);
        uint256 part = SettlementMath.share(amount, bps);
        assert(part <= amount); // share: at most the whole
        assert(part * 10_000 <= uint256(amount) * bps); // share: rounded down
    }
}
