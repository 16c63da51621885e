package network.flashback.gateway.metadata;

import java.time.Instant;
import network.flashback.evm.Address;
import network.flashback.evm.Bytes;
import network.flashback.evm.Bytes32;

/// A bucket: belongs to an SLA.
///
/// @param wrappedKey its key, wrapped by the gateway's root key
public record Bucket(
    String name, Bytes32 slaId, Address consumer, Bytes wrappedKey, Instant createdAt) {}
