package dev.handoff.verification.cli;

import dev.handoff.Scheduler;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A user's program in one file, compiled against the library alone. Which class and which main is
 * known only when it has been compiled, so they are found by reflection, as Java's own launcher does.
 */
final class UserProgram {
  private final Method main;
  private final @Nullable Constructor<?> constructor;

  private UserProgram(Method main, @Nullable Constructor<?> constructor) {
    this.main = main;
    this.constructor = constructor;
  }

  /**
   * Compiles the file.
   *
   * @throws UnusableException if it does not compile, with the compiler's messages, or has no main
   */
  static UserProgram compile(Path file) throws UnusableException, IOException {
    Path classes = Files.createTempDirectory("handoff-program");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(classes)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UnusableException("this Java has no compiler; install a JDK 25, not only a JRE");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
      List<String> options =
          List.of("--release", "25", "-proc:none", "-d", classes.toString(), "-cp", library());
      boolean compiled =
          compiler
              .getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(file))
              .call();
      if (!compiled) {
        throw new UnusableException(file + " does not compile:" + told(diagnostics));
      }
    }
    URL[] path = {classes.toUri().toURL()};
    return find(file, classes, new URLClassLoader(path, UserProgram.class.getClassLoader()));
  }

  /** Where the library's classes are: the same place that this program has them from. */
  private static String library() {
    CodeSource source = Scheduler.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("the library's classes come from nowhere");
    }
    return Path.of(URI.create(source.getLocation().toString())).toString();
  }

  private static String told(DiagnosticCollector<JavaFileObject> diagnostics) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
      text.append(System.lineSeparator()).append(d);
    }
    return text.toString();
  }

  private static UserProgram find(Path file, Path classes, ClassLoader loader)
      throws UnusableException, IOException {
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(p -> p.toString().endsWith(".class")).sorted().toList()) {
        String name =
            classes.relativize(path).toString().replaceAll("\\.class$", "").replaceAll("[/\\\\]", ".");
        Class<?> type = Class.forName(name, false, loader);
        for (Method method : type.getDeclaredMethods()) {
          if (isMain(method)) {
            method.setAccessible(true);
            return new UserProgram(method, constructor(type, method));
          }
        }
      }
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new UnusableException(file + " cannot be loaded: " + e);
    }
    throw new UnusableException(
        file + " has no main: write void main() { ... } or public static void main(String[] args)");
  }

  private static boolean isMain(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return method.getName().equals("main")
        && (parameters.length == 0 || parameters.length == 1 && parameters[0] == String[].class)
        && !Modifier.isPrivate(method.getModifiers());
  }

  private static @Nullable Constructor<?> constructor(Class<?> type, Method method)
      throws NoSuchMethodException {
    if (Modifier.isStatic(method.getModifiers())) {
      return null;
    }
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor;
  }

  /** Calls its main; what that throws comes out unchanged. */
  @SuppressWarnings({"argument", "return"}) // the receiver of a static method and main's result are null
  @Nullable Object main(List<String> arguments) throws Exception {
    Object receiver = constructor == null ? null : constructor.newInstance();
    try {
      return main.getParameterCount() == 0
          ? main.invoke(receiver)
          : main.invoke(receiver, (Object) arguments.toArray(new String[0]));
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case Exception exception -> throw exception;
        case null, default -> throw e;
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("handoff: cannot delete " + folder + ": " + e);
    }
  }
}
