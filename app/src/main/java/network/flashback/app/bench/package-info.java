/// What a benchmark is, and how its figures are told.
@NullMarked
package network.flashback.app.bench;

import org.jspecify.annotations.NullMarked;
