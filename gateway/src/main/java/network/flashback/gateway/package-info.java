/// The S3 endpoint of a consumer: authenticates, authorises, seals, cuts, places, repairs and
/// meters.
@NullMarked
package network.flashback.gateway;

import org.jspecify.annotations.NullMarked;
