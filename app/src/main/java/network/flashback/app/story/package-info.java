/// `flashback demo`: one file stored under a live agreement, and paid for by proof.
@NullMarked
package network.flashback.app.story;

import org.jspecify.annotations.NullMarked;
