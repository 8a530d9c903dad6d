package dev.handoff.api;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which public members of a library a program refers to, by the class files of both. */
final class UsedMembers {
  /** What every class, enum or record has. */
  private static final Set<String> GIVEN =
      Set.of("toString", "hashCode", "equals", "values", "valueOf", "<clinit>");

  private final Map<String, ClassModel> library = new HashMap<>();
  private final Set<String> references = new HashSet<>();

  private UsedMembers() {}

  /**
   * The public and protected members that no class of the program names, each as {@code
   * type.name(descriptor)}.
   *
   * @param packages those of the library that count
   */
  static Set<String> unused(Path library, Set<String> packages, Path program) throws IOException {
    UsedMembers used = new UsedMembers();
    for (String name : packages) {
      for (ClassModel type : read(library.resolve(name.replace('.', '/')), 1)) {
        used.library.put(type.thisClass().asInternalName(), type);
      }
    }
    read(program, Integer.MAX_VALUE).forEach(used::addReferences);
    Set<String> unused = new TreeSet<>();
    for (ClassModel type : used.library.values()) {
      if (isVisible(flagsOf(type))) {
        used.addUnused(type, unused);
      }
    }
    return unused;
  }

  private static List<ClassModel> read(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      List<ClassModel> all = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        all.add(ClassFile.of().parse(file));
      }
      return all;
    }
  }

  /** A reference names the type by which the member was reached, which may be below its own. */
  private void addReferences(ClassModel user) {
    for (PoolEntry entry : user.constantPool()) {
      if (entry instanceof MemberRefEntry reference) {
        String member = reference.name().stringValue() + reference.type().stringValue();
        withAllAbove(reference.owner().asInternalName())
            .forEach(owner -> references.add(owner + "." + member));
      }
    }
  }

  private Set<String> withAllAbove(String type) {
    Set<String> all = new HashSet<>(Set.of(type));
    ClassModel known = library.get(type);
    if (known != null) {
      known.superclass().ifPresent(s -> all.addAll(withAllAbove(s.asInternalName())));
      for (ClassEntry above : known.interfaces()) {
        all.addAll(withAllAbove(above.asInternalName()));
      }
    }
    return all;
  }

  private void addUnused(ClassModel type, Set<String> unused) {
    for (MethodModel method : type.methods()) {
      add(
          type,
          method.flags().flagsMask(),
          method.methodName().stringValue(),
          method.methodType().stringValue(),
          unused);
    }
    for (FieldModel field : type.fields()) {
      add(
          type,
          field.flags().flagsMask(),
          field.fieldName().stringValue(),
          field.fieldType().stringValue(),
          unused);
    }
  }

  private void add(ClassModel type, int flags, String name, String descriptor, Set<String> unused) {
    String owner = type.thisClass().asInternalName();
    boolean counts =
        isVisible(flags) && (flags & ClassFile.ACC_SYNTHETIC) == 0 && !GIVEN.contains(name);
    if (counts && !references.contains(owner + "." + name + descriptor)) {
      unused.add(owner.replace('/', '.').replace('$', '.') + "." + name + descriptor);
    }
  }

  private static boolean isVisible(int flags) {
    return (flags & (ClassFile.ACC_PUBLIC | ClassFile.ACC_PROTECTED)) != 0;
  }

  /** Those of a nested class, as its source has them, are in a table. */
  private static int flagsOf(ClassModel type) {
    return type.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(table -> table.classes().stream())
        .filter(c -> c.innerClass().equals(type.thisClass()))
        .mapToInt(InnerClassInfo::flagsMask)
        .findAny()
        .orElse(type.flags().flagsMask());
  }
}
