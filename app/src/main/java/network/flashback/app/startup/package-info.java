/// Making the program start quickly: ten of its processes start at once on a small machine.
@NullMarked
package network.flashback.app.startup;

import org.jspecify.annotations.NullMarked;
