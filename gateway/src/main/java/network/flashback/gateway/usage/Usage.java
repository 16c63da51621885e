package network.flashback.gateway.usage;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import network.flashback.evm.Bytes32;

/// What one request used.
///
/// @param id of the request; recording it again changes nothing
/// @param operation name in the S3 API
/// @param bytesIn bytes of objects received
/// @param bytesOut bytes of objects handed to the network
public record Usage(
    UUID id,
    Instant at,
    long grantId,
    Bytes32 slaId,
    Optional<String> bucket,
    String operation,
    int status,
    long bytesIn,
    long bytesOut) {}
