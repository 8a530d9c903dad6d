import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import java.util.concurrent.StructuredTaskScope;

/** A goroutine forks the JDK's structured tasks: plain threads, which talk to goroutines. */
void main() {
  try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
    int sum = scheduler.<Integer>call(this::sumOfSquares);
    IO.println("sum " + sum);
  }
}

int sumOfSquares() throws InterruptedException {
  Chan<Integer> numbers = Chan.unbuffered();
  Chan<Integer> squares = Chan.unbuffered();
  Go.go(
      () -> {
        for (int n : numbers) {
          squares.send(n * n);
        }
      });
  try (var scope = StructuredTaskScope.<Integer>open()) {
    var tasks = new ArrayList<StructuredTaskScope.Subtask<Integer>>();
    for (int i = 1; i <= 10; i++) {
      int n = i;
      tasks.add(
          scope.fork(
              () -> {
                numbers.send(n);
                return squares.receive();
              }));
    }
    scope.join();
    numbers.close();
    return tasks.stream().mapToInt(StructuredTaskScope.Subtask::get).sum();
  }
}
