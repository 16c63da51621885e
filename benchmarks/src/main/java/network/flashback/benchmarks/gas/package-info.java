/// Gas of every operation of an agreement's life, measured as whole transactions on a real EVM.
@NullMarked
package network.flashback.benchmarks.gas;

import org.jspecify.annotations.NullMarked;
