@NullMarked
package network.flashback.app.setup;

import org.jspecify.annotations.NullMarked;
