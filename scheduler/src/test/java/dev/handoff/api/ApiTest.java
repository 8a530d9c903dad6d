package dev.handoff.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public API does not change unnoticed: docs/api.txt has it. */
class ApiTest {
  @Test
  void theApiIsAsWritten() throws Exception {
    String is = ApiText.of(PublicApi.ofThisModule());
    Path seen = Files.writeString(Path.of("target/api.txt"), is);
    String written = Files.readString(Path.of("../docs/api.txt"));
    assertTrue(
        is.equals(written),
        () ->
            "docs/api.txt is not the public API: "
                + firstDifference(written.lines().toList(), is.lines().toList())
                + "\nIf that change is meant: cp scheduler/"
                + seen
                + " docs/api.txt");
  }

  private static String firstDifference(List<String> written, List<String> is) {
    int line =
        IntStream.range(0, Math.min(written.size(), is.size()))
            .filter(i -> !written.get(i).equals(is.get(i)))
            .findFirst()
            .orElse(Math.min(written.size(), is.size()));
    return "line %d\n  written: %s\n  is:      %s"
        .formatted(line + 1, at(written, line), at(is, line));
  }

  private static String at(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(nothing)";
  }

  @Test
  void aSignatureHasAllThatACallerDependsOn() {
    assertEquals(
        """
        public abstract sealed class p.T<V extends @Nullable Object> extends Thread\
         implements java.util.function.Supplier<V> permits T.Below<V>
          public static final int N = 3
          protected T(int @Nullable [] numbers)
          public abstract int f(@Nullable String text, V... values) throws java.io.IOException
          public static <W> java.util.List<? extends @Nullable W> g(java.util.Map<String, ? super W> map)

        public static final class p.T.Below<V extends @Nullable Object> extends T<V>
          public Below()
          public int f(@Nullable String text, V... values)
          public V get()

        protected enum p.T.E
          TWO
          ONE

        protected interface p.T.I extends Runnable
          void go()
          default void stop()

        public record p.T.R(int one, @Nullable String two)
          public R(int one)
          public static T.R of()
        """,
        text(
                """
                @SuppressWarnings("all")
                public sealed abstract class T<V extends @Nullable Object> extends Thread
                    implements java.util.function.Supplier<V> {
                  public static final int N = 3;
                  int hidden;
                  protected T(int @Nullable [] numbers) {}
                  public abstract int f(@Nullable String text, V... values) throws java.io.IOException;
                  private void h() {}
                  public static <W> java.util.List<? extends @Nullable W> g(
                      java.util.Map<String, ? super W> map) { return null; }
                  protected enum E { TWO, ONE }
                  protected interface I extends Runnable { void go(); default void stop() {} }
                  public record R(int one, @Nullable String two) {
                    public R(int one) { this(one, ""); }
                    public static R of() { return null; }
                  }
                  public static final class Below<V extends @Nullable Object> extends T<V> {
                    public Below() { super(null); }
                    public int f(@Nullable String text, V... values) { return 0; }
                    public V get() { return null; }
                  }
                  private static final class Hidden<V> extends T<V> {
                    Hidden() { super(null); }
                    public int f(@Nullable String text, V... values) { return 0; }
                    public V get() { return null; }
                  }
                }
                """)
            .getFirst());
  }

  /** As if each were the type {@code p.T}. */
  private static List<String> text(String... types) {
    return PublicApi.ofTypes(List.of(types)).stream()
        .map(api -> ApiText.of(api).replaceAll("\\bp\\d+\\.", "p."))
        .toList();
  }

  /** Each of these changes what a caller may rely on: each line has a type before and after. */
  private static final String CHANGES =
      """
      public interface T { void f(int a); }              | public interface T { void f(int b); }
      public interface T { void f(String a); }           | public interface T { void f(@Nullable String a); }
      public interface T { String f(); }                 | public interface T { @Nullable String f(); }
      public interface T { void f(); }                   | public interface T { void f() throws Exception; }
      public interface T { void f(); }                   | public interface T { default void f() {} }
      public interface T { void f(int... a); }           | public interface T { void f(int[] a); }
      public interface T<V> { }                          | public interface T<V extends @Nullable Object> { }
      public interface T<V> { void f(V a); }             | public interface T<V> { <V> void f(V a); }
      public interface T { }                             | public interface T extends AutoCloseable { }
      public interface T { class A { } }                 | public interface T { }
      public class T { protected void f() {} }           | public class T { public void f() {} }
      public class T { protected void f() {} }           | public class T { void f() {} }
      public class T { }                                 | public class T { private T() {} }
      public class T { }                                 | public final class T { }
      public class T { public void f() {} }              | public class T { public final void f() {} }
      public class T { public static void f() {} }       | public class T { public void f() {} }
      public class T { public static final int N = 1; }  | public class T { public static final int N = 2; }
      public enum T { A, B }                             | public enum T { B, A }
      public record T(int a, int b) { }                  | public record T(int b, int a) { }
      """;

  @Test
  void everyChangeShows() {
    String[] types = CHANGES.lines().flatMap(line -> Stream.of(line.split("\\|"))).toArray(String[]::new);
    List<String> texts = text(types);
    for (int i = 0; i < types.length; i += 2) {
      assertNotEquals(texts.get(i), texts.get(i + 1), types[i]);
    }
  }
}
