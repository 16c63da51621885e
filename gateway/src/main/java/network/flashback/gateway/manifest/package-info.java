/// The log of manifests at the providers, and the rebuilding of a lost database from it.
@NullMarked
package network.flashback.gateway.manifest;

import org.jspecify.annotations.NullMarked;
