package network.flashback.s3.checksum;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.Checksum;

/// CRC-64/NVME by Intel's ISA-L, where the system has version 2.31 or later (Debian 13: package
/// `libisal2`): carry-less multiplication, which Java has no words for.
final class IsalCrc64 implements Checksum {
  private static final String LIBRARY = "libisal.so.2";

  /// The garbage collector waits for a call that holds an array of the heap: a tenth of a
  /// millisecond at most.
  private static final int CALL_BYTES = 1 << 20;

  private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

  /// The CRC of [#CHECK], as the NVM Command Set Specification gives it.
  private static final long CHECK_VALUE = 0xae8b14860a799888L;

  private static final Optional<MethodHandle> FUNCTION = find();

  private final MethodHandle function;
  private long value;

  private IsalCrc64(MethodHandle function) {
    this.function = function;
  }

  /// A new checksum; empty where the library is missing, too old, or computes something else.
  static Optional<Checksum> create() {
    return FUNCTION.map(IsalCrc64::new);
  }

  @SuppressWarnings("restricted") // `--enable-native-access` belongs to whoever starts the JVM.
  private static Optional<MethodHandle> find() {
    try {
      var library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      // uint64_t crc64_rocksoft_refl(uint64_t before, const unsigned char *bytes, uint64_t length)
      var function =
          Linker.nativeLinker()
              .downcallHandle(
                  library.findOrThrow("crc64_rocksoft_refl"),
                  FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
                  Linker.Option.critical(true));
      var trial = new IsalCrc64(function);
      trial.update(CHECK, 0, CHECK.length);
      return trial.getValue() == CHECK_VALUE ? Optional.of(function) : Optional.empty();
    } catch (IllegalArgumentException
        | IllegalCallerException
        | UnsupportedOperationException
        | NoSuchElementException notHere) {
      return Optional.empty();
    }
  }

  @Override
  public void update(int b) {
    update(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void update(byte[] bytes, int from, int length) {
    var all = MemorySegment.ofArray(bytes).asSlice(from, length);
    for (long at = 0; at < length; at += CALL_BYTES) {
      value = after(value, all.asSlice(at, Math.min(CALL_BYTES, length - at)));
    }
  }

  private long after(long before, MemorySegment bytes) {
    try {
      return (long) function.invokeExact(before, bytes, bytes.byteSize());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError("A function of C throws nothing.", impossible);
    }
  }

  @Override
  public long getValue() {
    return value;
  }

  @Override
  public void reset() {
    value = 0;
  }
}
