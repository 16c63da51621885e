@NullMarked
package network.flashback.app.certification;

import org.jspecify.annotations.NullMarked;
