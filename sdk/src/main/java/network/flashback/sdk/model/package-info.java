/// What the API reads and writes, as records. All of it is generated from the API's document.
///
/// Amounts are token units, times are unix seconds. What a newer platform adds is left alone.
@NullMarked
package network.flashback.sdk.model;

import org.jspecify.annotations.NullMarked;
