package dev.handoff.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.junit.jupiter.api.Test;

/** All that others see is documented. */
class JavadocTest {
  @Test
  void everythingPublicIsDocumented() {
    PublicApi api = PublicApi.ofThisModule();
    assertEquals(List.of(), undocumented(api));
    assertEquals(List.of(), api.complaints());
  }

  /** What has no comment, neither of its own nor, if it overrides something, there. */
  private static List<String> undocumented(PublicApi api) {
    List<String> found = new ArrayList<>();
    for (TypeElement type : api.types()) {
      DocCommentTree comment = api.comments().getDocCommentTree(type);
      if (comment == null) {
        found.add(type.toString());
      }
      for (Element component : type.getRecordComponents()) {
        if (comment == null || !parametersOf(comment).contains(component.getSimpleName().toString())) {
          found.add(type + " @param " + component);
        }
      }
      for (Element member : api.members(type)) {
        if (!isDocumented(api, type, member)) {
          found.add(type + " " + member);
        }
      }
    }
    return found;
  }

  private static Set<String> parametersOf(DocCommentTree comment) {
    return comment.getBlockTags().stream()
        .filter(ParamTree.class::isInstance)
        .map(tag -> ((ParamTree) tag).getName().toString())
        .collect(Collectors.toSet());
  }

  private static boolean isDocumented(PublicApi api, TypeElement type, Element member) {
    return api.comments().getDocCommentTree(member) != null
        || member instanceof ExecutableElement method && overrides(api, method, type, type.asType());
  }

  private static boolean overrides(
      PublicApi api, ExecutableElement method, TypeElement type, TypeMirror below) {
    for (TypeMirror above : api.relations().directSupertypes(below)) {
      TypeElement there = (TypeElement) ((DeclaredType) above).asElement();
      boolean documented =
          there.getEnclosedElements().stream()
              .filter(ExecutableElement.class::isInstance)
              .map(ExecutableElement.class::cast)
              .filter(other -> api.elements().overrides(method, other, type))
              .anyMatch(other -> !isOurs(api, there) || isDocumented(api, there, other));
      if (documented || overrides(api, method, type, above)) {
        return true;
      }
    }
    return false;
  }

  /** The JDK documents what it has. */
  private static boolean isOurs(PublicApi api, TypeElement type) {
    return api.elements().getModuleOf(type).equals(api.elements().getModuleOf(api.types().getFirst()));
  }

  /** A type, and what it does not document. */
  private static final String FAULTS =
      """
      public class T { private T() {} }                                    | [p0.T]
      /** A. */ public class T { }                                         | [p1.T T()]
      /** A. */ public interface T { void f(); }                           | [p2.T f()]
      /** A. */ public interface T { /** A. */ void f(); interface A { } } | [p3.T.A]
      /** A. */ public enum T { /** A. */ A, B }                           | [p4.T B]
      /** A. */ public record T(int a) { }                                 | [p5.T @param a]
      /** A. @param a b */ public record T(int a) { }                      | [p6.T @param a]
      /** A. */ public record T() { public T(int a) { this(); } }          | [p7.T T(int)]
      /** A. */ public class T { private T() {} protected int f; }         | [p8.T f]
      /** A. */ public interface T extends B { void f(); } interface B { void f(); } | [p9.T f()]
      """;

  @Test
  void whatIsNotDocumentedIsFound() {
    List<String[]> faults = FAULTS.lines().map(line -> line.split(" *\\| ")).toList();
    List<PublicApi> apis = PublicApi.ofTypes(faults.stream().map(f -> f[0]).toList());
    for (int i = 0; i < faults.size(); i++) {
      assertEquals(faults.get(i)[1], undocumented(apis.get(i)).toString());
    }
  }

  @Test
  void whatInheritsItsCommentIsDocumented() {
    String type =
        """
        /** A. */
        public interface T extends B, Runnable {
          void f();
          void run();
          @Override String toString();
        }
        interface B extends C { }
        interface C { /** A. */ void f(); }
        """;
    assertEquals(List.of(), undocumented(PublicApi.ofTypes(List.of(type)).getFirst()));
  }

  @Test
  void aCommentThatIsWrongIsFound() {
    List<PublicApi> apis =
        PublicApi.ofTypes(
            List.of(
                "/** A {@link Nowhere}. */ public interface T { }",
                "/** <b>A. */ public interface T { }",
                "/** A. */ public interface T { /** A.\n@param b c */ void f(int a); }",
                "/** A. */ public interface T { }"));
    List<String> complaints = apis.stream().map(api -> String.join("; ", api.complaints())).toList();
    assertTrue(complaints.get(0).contains("reference not found"), complaints.toString());
    assertTrue(complaints.get(1).contains("element not closed"), complaints.toString());
    assertTrue(complaints.get(2).contains("@param name not found"), complaints.toString());
    assertEquals("", complaints.get(3));
  }
}
