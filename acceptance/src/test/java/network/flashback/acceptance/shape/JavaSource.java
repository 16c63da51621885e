package network.flashback.acceptance.shape;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// What tidiness wants to know of one Java file, from the compiler's own parser.
record JavaSource(Path file, List<Method> methods, List<String> calls, List<String> annotations) {

  /// One method or constructor with a body; `lines` counts from its first annotation to its brace.
  record Method(String name, long lines) {}

  static List<JavaSource> parse(List<Path> files) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var units = manager.getJavaFileObjectsFromPaths(files);
      var task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
      var positions = Trees.instance(task).getSourcePositions();
      var parsed = new ArrayList<JavaSource>();
      for (var unit : task.parse()) {
        parsed.add(read(unit, positions));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException("Parsing the Java sources", e);
    }
  }

  private static JavaSource read(CompilationUnitTree unit, SourcePositions positions) {
    var source =
        new JavaSource(
            Path.of(unit.getSourceFile().toUri()),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    source.new Reader(unit, positions).scan(unit, null);
    return source;
  }

  private final class Reader extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;

    Reader(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      if (method.getBody() != null) {
        methods.add(new Method(method.getName().toString(), linesOf(method)));
      }
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      calls.add(call.getMethodSelect().toString());
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
      annotations.add(annotation.getAnnotationType().toString());
      return super.visitAnnotation(annotation, null);
    }

    private long linesOf(Tree tree) {
      var lines = unit.getLineMap();
      return lines.getLineNumber(positions.getEndPosition(unit, tree))
          - lines.getLineNumber(positions.getStartPosition(unit, tree))
          + 1;
    }
  }
}
