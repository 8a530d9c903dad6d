package dev.handoff.runtime.insight;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.handoff.SchedulerMXBean;
import dev.handoff.SchedulerStats;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final Logger LOGGER = Logger.getLogger("dev.handoff");

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
    LOGGER.setLevel(Level.OFF);
    try {
      assertNull(Registration.of(bean, broken));
    } finally {
      LOGGER.setLevel(null);
    }
  }
}
