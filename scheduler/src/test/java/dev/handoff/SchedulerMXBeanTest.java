package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerMXBeanTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  private Set<ObjectName> registered(String name) throws Exception {
    return server.queryNames(
        new ObjectName("dev.handoff:type=Scheduler,name=" + name + ",*"), null);
  }

  @Test
  void aSchedulerHasAnMBeanUntilItIsClosed() throws Exception {
    ObjectName name = new ObjectName("dev.handoff:type=Scheduler,name=seen");
    try (Scheduler scheduler = Scheduler.builder().name("seen").processors(3).build()) {
      CompositeData stats = (CompositeData) server.getAttribute(name, "Stats");
      assertEquals(3, stats.get("processors"));
      assertEquals(28, ((Object[]) ((CompositeData) stats.get("runQueueLatency")).get("counts")).length);
      assertEquals("seen", server.getAttribute(name, "Name"));
      assertEquals(3, scheduler.processors());
    }
    assertFalse(server.isRegistered(name));
  }

  @Test
  void aClientSeesGoroutinesAsTheyAre() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().name("client").build()) {
      Chan<Integer> gate = Chan.unbuffered();
      for (int i = 0; i < 3; i++) {
        scheduler.go("worker", gate::receive);
      }
      Await.until("all wait", () -> scheduler.stats().waiting() == 3);
      SchedulerMXBean bean =
          JMX.newMXBeanProxy(
              server,
              new ObjectName("dev.handoff:type=Scheduler,name=client"),
              SchedulerMXBean.class);
      assertEquals(3, bean.getStats().waiting());
      assertEquals(2, bean.snapshot(2).size());
      SchedulerMXBean.Entry worker = bean.snapshot(10).getFirst();
      assertEquals("worker", worker.name());
      assertEquals(Goroutine.State.WAITING, worker.state());
      assertTrue(("" + worker.waitReason()).startsWith("chan receive"), worker.toString());
      assertTrue(worker.waitingSinceMillis() > 0);
      assertFalse(worker.stackTrace().isEmpty());
      assertThrows(IllegalArgumentException.class, () -> bean.snapshot(-1));
      gate.close();
    }
  }

  @Test
  void schedulersOfTheSameNameHaveOneEach() throws Exception {
    try (Scheduler first = Scheduler.builder().name("twin").processors(1).build();
        Scheduler second = Scheduler.builder().name("twin").processors(2).build()) {
      assertEquals(2, registered("twin").size());
      first.close();
      assertEquals(
          Set.of(new ObjectName("dev.handoff:type=Scheduler,name=twin,instance=2")),
          registered("twin"));
      assertEquals(2, second.processors());
    }
    assertEquals(Set.of(), registered("twin"));
  }

  @Test
  void anyNameWillDo() throws Exception {
    String odd = "a=\"b\",c:*?\n";
    try (Scheduler scheduler = Scheduler.builder().name(odd).build()) {
      assertEquals(1, registered(ObjectName.quote(odd)).size());
      assertEquals(0, scheduler.goroutines());
    }
  }

  @Test
  void aPropertySwitchesItOff() throws Exception {
    System.setProperty("handoff.jmx", "false");
    try (Scheduler scheduler = Scheduler.builder().name("unseen").build()) {
      assertEquals(Set.of(), registered("unseen"));
      assertEquals(0, scheduler.goroutines());
    } finally {
      System.clearProperty("handoff.jmx");
    }
  }
}
