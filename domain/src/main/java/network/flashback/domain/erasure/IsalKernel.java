package network.flashback.domain.erasure;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Intel's ISA-L, where the system has it (Debian: package `libisal2`). It picks the widest
/// instructions of the processor by itself.
///
/// The library takes addresses, so bytes are copied through a buffer of our own, strip by strip: it
/// never sees an array of the heap, and every copy is checked against both ends.
final class IsalKernel implements Kernel {
  private static final String LIBRARY = "libisal.so.2";

  /// Bytes that `ec_init_tables` writes for each coefficient.
  private static final int TABLE_BYTES = 32;

  private static final int POINTERS = 2 * 256;

  /// Sources and targets of one strip; stays in the second-level cache.
  private static final int ROOM_BYTES = 128 * 1024;

  /// Strips are cut here, so that the library's widest loop takes all but the last.
  private static final int VECTOR_BYTES = 64;

  private final MethodHandle initialise;
  private final MethodHandle encode;

  /// Buffers that nobody uses now; never more than threads have worked at once.
  private final Queue<Room> rooms = new ConcurrentLinkedQueue<>();

  private record Room(MemorySegment pointers, MemorySegment bytes) {}

  private IsalKernel(MethodHandle initialise, MethodHandle encode) {
    this.initialise = initialise;
    this.encode = encode;
  }

  /// Looks for the library; empty when the system lacks it, or the launcher forbids native code.
  @SuppressWarnings("restricted") // `--enable-native-access` belongs to whoever starts the JVM.
  static Optional<IsalKernel> probe() {
    try {
      var library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
      var linker = Linker.nativeLinker();
      // void ec_init_tables(int k, int rows, unsigned char *a, unsigned char *gftbls)
      var initialise =
          linker.downcallHandle(
              library.findOrThrow("ec_init_tables"),
              FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
      // void ec_encode_data(int len, int k, int rows, unsigned char *gftbls,
      //                     unsigned char **data, unsigned char **coding)
      var encode =
          linker.downcallHandle(
              library.findOrThrow("ec_encode_data"),
              FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
      return Optional.of(new IsalKernel(initialise, encode));
    } catch (IllegalArgumentException
        | IllegalCallerException
        | UnsupportedOperationException
        | java.util.NoSuchElementException notHere) {
      return Optional.empty();
    }
  }

  @Override
  public String name() {
    return "isa-l";
  }

  @Override
  public Combination prepare(int[][] rows) {
    if (rows.length == 0) {
      return (_, _, _, _) -> {};
    }
    var columns = rows[0].length;
    var tables = tables(rows, columns);
    var strip = ROOM_BYTES / (columns + rows.length) / VECTOR_BYTES * VECTOR_BYTES;
    return (sources, targets, offset, length) -> {
      var found = rooms.poll();
      var room = found == null ? newRoom() : found;
      point(room, columns + rows.length, strip);
      for (var begin = 0; begin < length; begin += strip) {
        var now = Math.min(strip, length - begin);
        for (var i = 0; i < columns; i++) {
          MemorySegment.copy(sources[i], offset + begin, room.bytes, JAVA_BYTE, at(i, strip), now);
        }
        encode(now, columns, rows.length, tables, room.pointers);
        for (var i = 0; i < rows.length; i++) {
          var from = at(columns + i, strip);
          MemorySegment.copy(room.bytes, JAVA_BYTE, from, targets[i], offset + begin, now);
        }
      }
      rooms.add(room);
    };
  }

  private MemorySegment tables(int[][] rows, int columns) {
    var tables = Arena.ofAuto().allocate((long) TABLE_BYTES * columns * rows.length, VECTOR_BYTES);
    try (var arena = Arena.ofConfined()) {
      var coefficients = arena.allocate((long) columns * rows.length);
      for (var row = 0; row < rows.length; row++) {
        for (var column = 0; column < columns; column++) {
          coefficients.set(JAVA_BYTE, (long) row * columns + column, (byte) rows[row][column]);
        }
      }
      initialise.invokeExact(columns, rows.length, coefficients, tables);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError("A function of C throws nothing.", impossible);
    }
    return tables;
  }

  private void encode(
      int bytes, int inputs, int outputs, MemorySegment tables, MemorySegment pointers) {
    var written = pointers.asSlice(inputs * ADDRESS.byteSize());
    try {
      encode.invokeExact(bytes, inputs, outputs, tables, pointers, written);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new AssertionError("A function of C throws nothing.", impossible);
    }
  }

  private static Room newRoom() {
    // Collected with the room: rooms live as long as the program, but tests make many.
    var arena = Arena.ofAuto();
    return new Room(arena.allocate(ADDRESS, POINTERS), arena.allocate(ROOM_BYTES, VECTOR_BYTES));
  }

  private static void point(Room room, int count, int strip) {
    for (var i = 0; i < count; i++) {
      room.pointers.setAtIndex(ADDRESS, i, room.bytes.asSlice(at(i, strip), strip));
    }
  }

  private static long at(int number, int strip) {
    return (long) number * strip;
  }
}
