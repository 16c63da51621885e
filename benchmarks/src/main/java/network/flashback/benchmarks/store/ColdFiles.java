package network.flashback.benchmarks.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Takes files out of the system's cache, as they are after the machine was off. Needs no
/// privilege, and leaves everybody else's files where they are. For Linux.
final class ColdFiles {
  private static final int READ_ONLY = 0;
  private static final int DONT_NEED = 4;

  private final MethodHandle open =
      function(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private final MethodHandle advise =
      function(
          "posix_fadvise",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private final MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  @SuppressWarnings("restricted") // `--enable-native-access` belongs to whoever starts the JVM.
  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
  }

  /// Every file below a folder.
  void make(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        // What is not on the disk yet stays in the cache.
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        makeOne(file);
      }
    }
  }

  private void makeOne(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), READ_ONLY);
      int refused = (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
      int _ = (int) close.invokeExact(descriptor);
      if (descriptor < 0 || refused != 0) {
        throw new IOException("The system does not take " + file + " out of its cache.");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("posix_fadvise cannot be called", e);
    }
  }
}
