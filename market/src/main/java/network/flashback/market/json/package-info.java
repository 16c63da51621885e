/// JSON of records: one declaration from which bodies are read, written and documented.
@NullMarked
package network.flashback.market.json;

import org.jspecify.annotations.NullMarked;
