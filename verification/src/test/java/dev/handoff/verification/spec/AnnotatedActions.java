package dev.handoff.verification.spec;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import java.util.stream.Stream;

/** The actions that methods say they take, read from class files. */
final class AnnotatedActions {
  private AnnotatedActions() {}

  /**
   * By action: the methods that carry its name.
   *
   * @param classes a folder, or a jar
   */
  static Map<String, Set<String>> in(Path classes) throws IOException {
    if (Files.isDirectory(classes)) {
      return below(classes);
    }
    try (FileSystem jar = FileSystems.newFileSystem(classes)) {
      return below(jar.getPath("/"));
    }
  }

  private static Map<String, Set<String>> below(Path folder) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
        for (MethodModel method : type.methods()) {
          String name =
              type.thisClass().asInternalName().replace('/', '.') + "." + method.methodName();
          method
              .findAttribute(Attributes.runtimeInvisibleAnnotations())
              .ifPresent(all -> all.annotations().forEach(a -> add(a, name, found)));
        }
      }
    }
    return found;
  }

  private static void add(Annotation annotation, String method, Map<String, Set<String>> found) {
    String type = annotation.className().stringValue();
    for (var element : annotation.elements()) {
      if (type.equals("Ldev/handoff/runtime/SpecAction;")
          && element.value() instanceof AnnotationValue.OfString action) {
        found.computeIfAbsent(action.stringValue(), a -> new TreeSet<>()).add(method);
      }
      if (type.equals("Ldev/handoff/runtime/SpecActions;")
          && element.value() instanceof AnnotationValue.OfArray actions) {
        for (AnnotationValue value : actions.values()) {
          if (value instanceof AnnotationValue.OfAnnotation one) {
            add(one.annotation(), method, found);
          }
        }
      }
    }
  }
}
