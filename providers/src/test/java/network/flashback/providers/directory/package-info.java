@NullMarked
package network.flashback.providers.directory;

import org.jspecify.annotations.NullMarked;
