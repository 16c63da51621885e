@NullMarked
package network.flashback.providers;

import org.jspecify.annotations.NullMarked;
