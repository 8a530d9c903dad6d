package dev.handoff.api;

import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a module lets others see, as javac reads it from the sources: with the names of parameters, the
 * annotations of types, and the comments.
 *
 * @param types the public and protected types of the exported packages, nested ones too, by name
 * @param complaints what javac's doclint says of the comments of the exported packages
 */
record PublicApi(
    List<TypeElement> types,
    Elements elements,
    Types relations,
    DocTrees comments,
    List<String> complaints) {

  /** Read once: it takes javac a while. */
  private static final class OfThisModule {
    static final PublicApi API = read();

    private static PublicApi read() {
      try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
        return of(
            files
                .filter(f -> f.toString().endsWith(".java"))
                .map(PublicApi::file)
                .toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static PublicApi ofThisModule() {
    return OfThisModule.API;
  }

  /** Those of packages {@code p0, p1, ...}, each of which has one of these types {@code T}. */
  static List<PublicApi> ofTypes(List<String> types) {
    List<JavaFileObject> sources = new ArrayList<>();
    StringBuilder exports = new StringBuilder();
    for (int i = 0; i < types.size(); i++) {
      exports.append("exports p").append(i).append("; ");
      sources.add(
          text(
              "p%d/T".formatted(i),
              "package p%d; import org.checkerframework.checker.nullness.qual.*; %s"
                  .formatted(i, types.get(i))));
    }
    sources.add(
        text(
            "module-info",
            "module m { requires static org.checkerframework.checker.qual; " + exports + "}"));
    PublicApi all = of(sources);
    return IntStream.range(0, types.size()).mapToObj(i -> all.ofPackage("p" + i)).toList();
  }

  private PublicApi ofPackage(String name) {
    return new PublicApi(
        types.stream()
            .filter(t -> elements.getPackageOf(t).getQualifiedName().contentEquals(name))
            .toList(),
        elements,
        relations,
        comments,
        complaints.stream().filter(c -> c.startsWith("/" + name + "/")).toList());
  }

  private static PublicApi of(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
    List<String> options =
        List.of(
            "--module-path",
            Path.of(
                    URI.create(
                        Nullable.class.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString(),
            "-proc:none",
            "-Xdoclint:all/protected,-missing", // what is missing JavadocTest looks for itself
            "-Xdoclint/package:-dev.handoff.runtime,-dev.handoff.runtime.*");
    JavacTask task =
        (JavacTask) compiler.getTask(null, files, diagnostics, options, null, sources);
    List<TypeElement> types = new ArrayList<>();
    for (Element analyzed : analyzed(task, diagnostics)) {
      if (analyzed instanceof ModuleElement module) {
        for (ModuleElement.ExportsDirective exported :
            ElementFilter.exportsIn(module.getDirectives())) {
          if (exported.getTargetModules() == null) {
            addVisible(exported.getPackage().getEnclosedElements(), types);
          }
        }
      }
    }
    types.sort(Comparator.comparing(t -> t.getQualifiedName().toString()));
    return new PublicApi(
        types,
        task.getElements(),
        task.getTypes(),
        DocTrees.instance(task),
        diagnostics.getDiagnostics().stream().map(PublicApi::told).toList());
  }

  private static Iterable<? extends Element> analyzed(
      JavacTask task, DiagnosticCollector<JavaFileObject> diagnostics) {
    Iterable<? extends Element> all;
    try {
      all = task.analyze();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
      if (d.getKind() == Diagnostic.Kind.ERROR && !isOfDoclint(d)) {
        throw new IllegalArgumentException(told(d));
      }
    }
    return all;
  }

  private static boolean isOfDoclint(Diagnostic<?> diagnostic) {
    return diagnostic.getCode().endsWith("proc.messager");
  }

  private static void addVisible(List<? extends Element> elements, List<TypeElement> types) {
    for (TypeElement type : ElementFilter.typesIn(elements)) {
      if (isVisible(type)) {
        types.add(type);
        addVisible(type.getEnclosedElements(), types);
      }
    }
  }

  private static boolean isVisible(Element element) {
    Set<Modifier> modifiers = element.getModifiers();
    return modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED);
  }

  /** Its fields, constructors and methods that others see, but for those that its kind gives it. */
  List<Element> members(TypeElement type) {
    List<Element> members = new ArrayList<>();
    for (Element member : type.getEnclosedElements()) {
      if (isVisible(member) && !(member instanceof TypeElement) && !isGiven(type, member)) {
        members.add(member);
      }
    }
    return members;
  }

  private static final Set<String> GIVEN_TO_ENUMS = Set.of("values()", "valueOf(java.lang.String)");

  private static final Set<String> GIVEN_TO_RECORDS =
      Set.of("toString()", "hashCode()", "equals(java.lang.Object)");

  /** Whether the language says that it is there: the header of a record names its own. */
  private static boolean isGiven(TypeElement type, Element member) {
    return switch (type.getKind()) {
      case ENUM -> GIVEN_TO_ENUMS.contains(member.toString());
      case RECORD ->
          member.getKind() == ElementKind.RECORD_COMPONENT
              || GIVEN_TO_RECORDS.contains(member.toString())
              || member instanceof ExecutableElement method
                  && (isCanonical(type, method) || isAccessor(type, method));
      default -> false;
    };
  }

  private static boolean isCanonical(TypeElement type, ExecutableElement method) {
    List<String> given = type.getRecordComponents().stream().map(c -> c.asType().toString()).toList();
    return method.getKind() == ElementKind.CONSTRUCTOR
        && method.getParameters().stream().map(p -> p.asType().toString()).toList().equals(given);
  }

  private static boolean isAccessor(TypeElement type, ExecutableElement method) {
    return method.getParameters().isEmpty()
        && type.getRecordComponents().stream()
            .anyMatch(c -> c.getSimpleName().equals(method.getSimpleName()));
  }

  private static String told(Diagnostic<? extends JavaFileObject> complaint) {
    JavaFileObject source = complaint.getSource();
    return (source == null ? "" : source.getName() + ":" + complaint.getLineNumber() + ": ")
        + complaint.getMessage(Locale.ROOT);
  }

  private static JavaFileObject file(Path path) {
    try {
      return text(
          path.toString().replaceFirst("\\.java$", "").replace('\\', '/'), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaFileObject text(String name, String content) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return content;
      }
    };
  }
}
