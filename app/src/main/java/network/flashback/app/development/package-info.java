/// What exists on the development chain only: the fake beacon, known keys, test tokens.
@NullMarked
package network.flashback.app.development;

import org.jspecify.annotations.NullMarked;
