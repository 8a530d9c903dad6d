package dev.handoff.runtime.insight;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.handoff.SchedulerMXBean;
import dev.handoff.SchedulerStats;
import java.lang.reflect.Proxy;
import java.util.List;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private final SchedulerMXBean bean =
      new SchedulerMXBean() {
        @Override
        public String getName() {
          return "unlucky";
        }

        @Override
        public SchedulerStats getStats() {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<Entry> snapshot(int limit) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void anMBeanServerThatFailsBreaksNothing() {
    MBeanServer broken =
        (MBeanServer)
            Proxy.newProxyInstance(
                MBeanServer.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                (proxy, method, args) -> {
                  throw new SecurityException("not today");
                });
    assertNull(Registration.of(bean, broken)); // logs a warning
  }
}
