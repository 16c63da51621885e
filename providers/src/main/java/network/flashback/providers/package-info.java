/// Where bytes can be kept: the `ObjectStore` and one package per kind of provider.
@NullMarked
package network.flashback.providers;

import org.jspecify.annotations.NullMarked;
