package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.Sender;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Channels, whole and by their ends. */
final class Channels {
  private Channels() {}

  static void use() {
    Chan<String> rendezvous = Chan.unbuffered();
    Go.go(() -> rendezvous.send("a"));
    String received = rendezvous.receive();
    same("a", received);
    boolean sent = rendezvous.trySend("b");
    check(!sent);
    String nothing = rendezvous.tryReceive();
    same(null, nothing);
    rendezvous.close();
    boolean drained = rendezvous.isDrained();
    check(drained);
    same(null, rendezvous.receive());

    Chan<Integer> buffered = Chan.buffered(3);
    int capacity = buffered.capacity();
    same(3, capacity);
    Sender<Integer> sender = buffered;
    sender.send(1);
    sender.send(2);
    check(sender.trySend(3));
    int length = buffered.length();
    same(3, length);
    sender.close();
    Receiver<Integer> receiver = buffered;
    same(1, receiver.receive());
    same(2, receiver.tryReceive());
    check(!receiver.isDrained());
    Iterable<Integer> rest = receiver;
    List<Integer> seen = new ArrayList<>();
    for (int n : rest) {
      seen.add(n);
    }
    same(List.of(3), seen);
    Iterator<Integer> iterator = receiver.iterator();
    check(!iterator.hasNext() && !buffered.iterator().hasNext());
  }
}
