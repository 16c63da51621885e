// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Payments} from "./Payments.sol";
import {IAdditions} from "./interfaces/IOrchestrator.sol";
import {AgreementState} from "./interfaces/Types.sol";
import {EgressSlot} from "./lib/EgressSlot.sol";
import {StreamSlot} from "./lib/StreamSlot.sol";

/// @title More money for an agreement that is not over
abstract contract Additions is IAdditions, Payments {
    function topUp(uint128 agreementId, uint88 deposit, uint88 egressEscrow) external nonReentrant {
        Party storage party = _parties[agreementId];
        AgreementState state = party.state;
        if (state != AgreementState.Open && !_isLive(state)) _wrongState(agreementId, state);
        if (deposit == 0 && egressEscrow == 0) revert NothingToAdd({agreementId: agreementId});
        StreamSlot.Stream memory stream = StreamSlot.unpack(_streams[agreementId]);
        uint256 deposited = stream.deposit + deposit;
        uint256 escrowed = uint256(party.egressEscrow) + egressEscrow;
        if (deposited > StreamSlot.DEPOSIT_MAX || escrowed > type(uint80).max) {
            revert TopUpTooLarge({agreementId: agreementId, deposit: deposited, egressEscrow: escrowed});
        }
        Payment memory payment = _paymentOf(_tokenOf(agreementId), uint256(deposit) + egressEscrow);

        // Only what is left for the stream changes: clock and fraction stay, so that seconds which waited for money are paid too.
        stream.deposit = deposited;
        _streams[agreementId] = StreamSlot.pack(stream);
        party.egressEscrow = uint80(escrowed);
        uint256 claimed = EgressSlot.claimedOf(_egress[agreementId]);
        if (claimed > 0) _egress[agreementId] = EgressSlot.joined(claimed, escrowed);
        emit ToppedUp({agreementId: agreementId, payer: msg.sender, deposit: deposit, egressEscrow: egressEscrow});

        _pull(payment);
    }
}
