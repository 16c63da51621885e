/// Deployments, tried on a real chain.
@NullMarked
package network.flashback.chain.deploy;

import org.jspecify.annotations.NullMarked;
