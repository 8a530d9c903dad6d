package dev.handoff.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;

/**
 * The signatures of an API as text: a paragraph for each type, a line for each member. Names of {@code
 * java.lang} and of the API itself are simple, all others qualified. Fields come first, then constructors,
 * then methods, each by name; the constants of an enum as they are declared.
 */
final class ApiText {
  private final PublicApi api;
  private final StringBuilder text = new StringBuilder();

  private ApiText(PublicApi api) {
    this.api = api;
  }

  static String of(PublicApi api) {
    ApiText text = new ApiText(api);
    api.types().forEach(text::add);
    return text.text.toString();
  }

  private void add(TypeElement type) {
    text.append(text.isEmpty() ? "" : "\n").append(header(type)).append('\n');
    api.members(type).stream()
        .sorted(this::inOrder)
        .forEach(member -> text.append("  ").append(line(member)).append('\n'));
  }

  private int inOrder(Element one, Element other) {
    boolean constants =
        one.getKind() == ElementKind.ENUM_CONSTANT && other.getKind() == ElementKind.ENUM_CONSTANT;
    return constants // a sort keeps the order of what is equal
        ? 0
        : Comparator.comparing((Element e) -> kindsInOrder().indexOf(e.getKind()))
            .thenComparing(e -> e.getSimpleName().toString())
            .thenComparing(this::line)
            .compare(one, other);
  }

  private static List<ElementKind> kindsInOrder() {
    return List.of(
        ElementKind.ENUM_CONSTANT, ElementKind.FIELD, ElementKind.CONSTRUCTOR, ElementKind.METHOD);
  }

  // ----------------------------------------------------------------------------------------- types

  private String header(TypeElement type) {
    String kind =
        switch (type.getKind()) {
          case INTERFACE -> "interface ";
          case RECORD -> "record ";
          case ENUM -> "enum ";
          case ANNOTATION_TYPE -> "@interface ";
          default -> "class ";
        };
    String components =
        type.getKind() == ElementKind.RECORD
            ? "("
                + type.getRecordComponents().stream()
                    .map(c -> type(c.asType()) + " " + c.getSimpleName())
                    .collect(Collectors.joining(", "))
                + ")"
            : "";
    return modifiers(type)
        + kind
        + type.getQualifiedName()
        + typeParameters(type.getTypeParameters(), "")
        + components
        + listed(" extends ", Stream.of(type.getSuperclass()).filter(this::isWorthSaying).toList())
        + listed(
            type.getKind() == ElementKind.INTERFACE ? " extends " : " implements ",
            type.getInterfaces())
        + listed(" permits ", type.getPermittedSubclasses().stream().filter(this::isInApi).toList());
  }

  private boolean isWorthSaying(TypeMirror superclass) {
    return superclass.getKind() != TypeKind.NONE
        && !Set.of("Object", "Record").contains(type(superclass))
        && !type(superclass).startsWith("Enum<");
  }

  private boolean isInApi(TypeMirror type) {
    return type instanceof DeclaredType d && api.types().contains((TypeElement) d.asElement());
  }

  private String listed(String before, List<? extends TypeMirror> types) {
    return types.isEmpty()
        ? ""
        : before + types.stream().map(this::type).collect(Collectors.joining(", "));
  }

  // --------------------------------------------------------------------------------------- members

  private String line(Element member) {
    if (member.getKind() == ElementKind.ENUM_CONSTANT) {
      return member.getSimpleName().toString();
    }
    if (member instanceof VariableElement field) {
      Object value = field.getConstantValue();
      return modifiers(field)
          + type(field.asType())
          + " "
          + field.getSimpleName()
          + (value == null ? "" : " = " + value);
    }
    ExecutableElement method = (ExecutableElement) member;
    boolean constructs = method.getKind() == ElementKind.CONSTRUCTOR;
    return modifiers(method)
        + typeParameters(method.getTypeParameters(), " ")
        + (constructs
            ? method.getEnclosingElement().getSimpleName()
            : type(method.getReturnType()) + " " + method.getSimpleName())
        + "("
        + parameters(method)
        + ")"
        + listed(" throws ", method.getThrownTypes());
  }

  private String parameters(ExecutableElement method) {
    List<String> all = new ArrayList<>();
    for (VariableElement p : method.getParameters()) {
      all.add(type(p.asType()) + " " + p.getSimpleName());
    }
    if (method.isVarArgs()) {
      all.add(all.removeLast().replaceFirst("\\[] (\\w+)$", "... $1"));
    }
    return String.join(", ", all);
  }

  /** Those that say something: what the kind of type gives everyone is left out. */
  private static String modifiers(Element element) {
    Set<Modifier> said = EnumSet.noneOf(Modifier.class);
    said.addAll(element.getModifiers());
    said.remove(Modifier.SYNCHRONIZED); // how, not what
    Element owner = element.getEnclosingElement();
    if (owner.getKind() == ElementKind.INTERFACE) {
      said.remove(Modifier.PUBLIC);
      said.remove(Modifier.ABSTRACT);
    }
    switch (element.getKind()) {
      case INTERFACE -> said.removeAll(Set.of(Modifier.ABSTRACT, Modifier.STATIC));
      case ENUM, RECORD -> said.removeAll(Set.of(Modifier.FINAL, Modifier.STATIC));
      case METHOD -> {
        if (owner.getModifiers().contains(Modifier.FINAL)) {
          said.remove(Modifier.FINAL);
        }
      }
      default -> {}
    }
    return said.stream().map(m -> m + " ").collect(Collectors.joining());
  }

  // ------------------------------------------------------------------------- what stands for a type

  private String typeParameters(List<? extends TypeParameterElement> parameters, String behind) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream().map(this::bounded).collect(Collectors.joining(", ", "<", ">" + behind));
  }

  private String bounded(TypeParameterElement parameter) {
    String bounds =
        parameter.getBounds().stream().map(this::type).collect(Collectors.joining(" & "));
    return parameter.getSimpleName() + (bounds.equals("Object") ? "" : " extends " + bounds);
  }

  private String type(TypeMirror type) {
    return switch (type.getKind()) {
      case DECLARED -> declared((DeclaredType) type);
      case TYPEVAR -> annotations(type) + ((TypeVariable) type).asElement().getSimpleName();
      case ARRAY -> type(((ArrayType) type).getComponentType()) + spaced(type) + "[]";
      case WILDCARD -> wildcard((WildcardType) type);
      default -> type.toString();
    };
  }

  private String declared(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    String qualified = element.getQualifiedName().toString();
    String home = api.elements().getPackageOf(element).getQualifiedName().toString();
    boolean known = home.equals("java.lang") || api.types().contains(element);
    String arguments =
        type.getTypeArguments().isEmpty()
            ? ""
            : type.getTypeArguments().stream()
                .map(this::type)
                .collect(Collectors.joining(", ", "<", ">"));
    return annotations(type)
        + (known ? qualified.substring(home.length() + 1) : qualified)
        + arguments;
  }

  private String wildcard(WildcardType type) {
    TypeMirror above = type.getExtendsBound();
    TypeMirror below = type.getSuperBound();
    return annotations(type)
        + "?"
        + (above == null ? "" : " extends " + type(above))
        + (below == null ? "" : " super " + type(below));
  }

  private static String spaced(AnnotatedConstruct annotated) {
    String all = annotations(annotated);
    return all.isEmpty() ? "" : " " + all;
  }

  private static String annotations(AnnotatedConstruct annotated) {
    return annotated.getAnnotationMirrors().stream()
        .map(a -> "@" + a.getAnnotationType().asElement().getSimpleName() + " ")
        .collect(Collectors.joining());
  }
}
