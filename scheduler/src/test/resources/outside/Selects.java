package outside;

import static dev.handoff.Select.*;
import static outside.Main.same;

import dev.handoff.Chan;
import dev.handoff.Receiver;
import dev.handoff.Select;
import dev.handoff.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Each form of a case. */
final class Selects {
  private Selects() {}

  static void use() {
    Chan<String> channel = Chan.buffered(2);
    Sender<String> sender = channel;
    Receiver<String> receiver = channel;
    Receiver<String> nil = null;
    Sender<String> nilSender = null;
    List<Object> seen = new ArrayList<>();
    Consumer<String> then = seen::add;

    int index = select(receive(receiver), send(sender, "a", () -> seen.add("sent")));
    same(1, index);
    same(0, select(send(sender, "b")));
    same(1, select(send(nilSender, "x"), receive(receiver, then)));
    same(1, select(receive(nil), receive(channel, text -> seen.add(text.length())), send(nilSender, "x", () -> {})));
    same(1, select(receive(nil, then), after(Duration.ofMillis(1), () -> seen.add("late"))));
    same(1, select(receive(receiver), otherwise()));
    Select.Case otherwise = otherwise(() -> seen.add("otherwise"));
    same(0, select(otherwise));
    same(List.of("sent", "a", 1, "late", "otherwise"), seen);
  }
}
