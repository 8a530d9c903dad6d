package dev.handoff.verification.tlc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Tests that mostly wait for a process of their own: as many run at once as there are processors. */
public final class SideBySide {
  /** What a test does. */
  public interface Check<T> {
    void of(T subject) throws Exception;
  }

  private SideBySide() {}

  /** A test for each of them; JUnit takes them one after the other, as they get done. */
  public static <T> Stream<DynamicTest> tests(Collection<T> subjects, Check<T> check) {
    ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<DynamicTest> tests = new ArrayList<>();
    for (T subject : subjects) {
      Future<?> running =
          pool.submit(
              () -> {
                check.of(subject);
                return "done";
              });
      tests.add(DynamicTest.dynamicTest(subject.toString(), () -> finish(running)));
    }
    return tests.stream().onClose(pool::shutdownNow);
  }

  private static void finish(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
