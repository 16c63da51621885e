@NullMarked
package network.flashback.providers.node;

import org.jspecify.annotations.NullMarked;
