// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title A provider's units, laid end to end by weight
/// @notice Each unit has a place, in the order of their coming; a place knows the sum of all weights up to and including its own, for ever.
/// So what an epoch's draw looks at is two positions and two sums, whatever has come, gone or moved since the epoch began, and the place
/// that a point falls on is found by search: about four reads of storage among a thousand places of like weights, never more than
/// the binary logarithm of their number and four.
///
/// Who ends leaves a place behind that points still fall on. Places at the front are given up when they have ended (`advance`); one in the
/// way that has not is moved to the back.
library UnitLine {
    /// @dev Positions count from 1. What draws look at begins at `head` from the epoch `headFrom` on, and at `headBefore` in those before.
    struct Ends {
        uint48 tail;
        uint48 head;
        uint48 headBefore;
        uint24 headFrom;
    }

    /// @dev A place, one word from the highest bits down: 144 bits sum of the weights through it, 64 bits key, 24 bits the first epoch that
    /// may draw it, 24 bits the first that may not. The epochs `from` never fall along the line.
    struct Line {
        Ends ends;
        mapping(uint256 position => uint256 place) places;
    }

    /// @dev What one epoch's draws look at: positions `first` to `last`, sum of the weights before the first and through the last.
    struct Window {
        uint256 first;
        uint256 last;
        uint256 low;
        uint256 high;
    }

    /// @dev Probes that guess by weight; those after them halve.
    uint256 private constant GUESSES = 4;

    function append(Line storage line, uint64 key, uint256 weight, uint24 from, uint24 until) internal returns (uint48 position) {
        Ends storage ends = line.ends;
        position = ends.tail;
        uint256 sum = sumOf(line.places[position]) + weight;
        if (position == 0) (ends.head, ends.headBefore) = (1, 1);
        line.places[++position] = sum << 112 | uint256(key) << 48 | uint256(from) << 24 | until;
        ends.tail = position;
    }

    /// @notice From `epoch` on the place is not drawn any more; never later than before.
    function cut(Line storage line, uint256 position, uint24 epoch) internal {
        uint256 place = line.places[position];
        if (epoch < untilOf(place)) line.places[position] = place >> 24 << 24 | epoch;
    }

    /// @notice Whether the place has this weight and this end.
    function isAt(Line storage line, uint256 position, uint256 weight, uint24 until) internal view returns (bool) {
        uint256 place = line.places[position];
        return untilOf(place) == until && sumOf(place) - sumOf(line.places[position - 1]) == weight;
    }

    /// @notice Gives up to `steps` places at the front up from `epoch` on: those that have ended by then, and, for as long as `moves` are
    /// left, others, which are put at the back.
    /// @param epoch has not begun, and `headFrom` is not after any epoch that may still be drawn: both on the caller
    /// @return moved keys of what was moved
    /// @return firstNew position of the first of them now; the others follow
    function advance(Line storage line, uint24 epoch, uint256 steps, uint256 moves)
        internal
        returns (uint64[] memory moved, uint48 firstNew)
    {
        uint256 head = line.ends.head;
        if (head == 0) return (moved, 0);
        firstNew = line.ends.tail + 1;
        moved = new uint64[](moves < steps ? moves : steps);
        moves = 0;
        for (uint256 sum = sumOf(line.places[head - 1]); steps != 0 && head < firstNew; --steps) {
            uint256 place = line.places[head];
            if (untilOf(place) > epoch) {
                if (moves == moved.length) break;
                cut(line, head, epoch);
                moved[moves++] = keyOf(place);
                append(line, keyOf(place), sumOf(place) - sum, epoch, untilOf(place));
            }
            sum = sumOf(place);
            ++head;
        }
        _moveHead(line.ends, uint48(head), epoch);
        assembly ("memory-safe") {
            mstore(moved, moves)
        }
    }

    /// @notice What draws of `epoch` look at: the same for ever after it began, while `epoch` can be drawn.
    function windowOf(Line storage line, uint32 epoch) internal view returns (Window memory window) {
        Ends storage ends = line.ends;
        uint256 first = epoch < ends.headFrom ? ends.headBefore : ends.head;
        (uint256 last, uint256 place) = _lastOf(line, ends.tail, epoch);
        if (last < first || last == 0) return window;
        (window.first, window.last, window.high) = (first, last, sumOf(place));
        if (first > 1) window.low = sumOf(line.places[first - 1]);
    }

    /// @notice The place that `point`, from the window's low to below its high sum, falls on: the first whose sum is beyond it.
    function placeAt(Line storage line, Window memory window, uint256 point) internal view returns (uint256 place) {
        (uint256 first, uint256 last, uint256 low, uint256 high) = (window.first, window.last, window.low, window.high);
        if (first == last) return line.places[last];
        // The place sought stands from first to last; low is the sum before the first, high that of the last.
        for (uint256 probe = 0; first < last; ++probe) {
            uint256 at = first + (probe < GUESSES ? (point - low) * (last - first + 1) / (high - low) : (last - first) >> 1);
            if (at == last) --at;
            uint256 found = line.places[at];
            if (sumOf(found) > point) (last, high, place) = (at, sumOf(found), found);
            else (first, low) = (at + 1, sumOf(found));
        }
        // No probe was beyond the point.
        if (place == 0) place = line.places[last];
    }

    function sumOf(uint256 place) internal pure returns (uint256) {
        return place >> 112;
    }

    function keyOf(uint256 place) internal pure returns (uint64) {
        return uint64(place >> 48);
    }

    function untilOf(uint256 place) internal pure returns (uint24) {
        return uint24(place);
    }

    function _moveHead(Ends storage ends, uint48 head, uint24 epoch) private {
        if (head == ends.head) return;
        (ends.headBefore, ends.head, ends.headFrom) = (ends.head, head, epoch);
    }

    function _fromOf(uint256 place) private pure returns (uint24) {
        return uint24(place >> 24);
    }

    /// @dev The last place that had come when `epoch` began: usually the last but those that came since, so it is sought from the back.
    function _lastOf(Line storage line, uint256 tail, uint32 epoch) private view returns (uint256 last, uint256 place) {
        (last, place) = (tail, line.places[tail]);
        if (_fromOf(place) <= epoch) return (last, place);
        (uint256 above, uint256 step) = (tail, 1);
        while (true) {
            last = above > step ? above - step : 0;
            place = line.places[last];
            if (_fromOf(place) <= epoch) break;
            (above, step) = (last, step << 1);
        }
        // `last` had come, `above` had not.
        while (above - last > 1) {
            uint256 middle = (last + above) >> 1;
            uint256 found = line.places[middle];
            if (_fromOf(found) <= epoch) (last, place) = (middle, found);
            else above = middle;
        }
    }
}
