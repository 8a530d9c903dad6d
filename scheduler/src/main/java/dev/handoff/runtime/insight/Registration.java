package dev.handoff.runtime.insight;

import dev.handoff.SchedulerMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The MBean of one scheduler, {@code dev.handoff:type=Scheduler,name=...}, while the scheduler lives.
 * A second scheduler of the same name gets {@code instance=2} in addition, and so on.
 *
 * <p>A scheduler runs as well without one: whatever the MBean server throws is logged, once, and not
 * passed on.
 */
final class Registration implements AutoCloseable {
  private final MBeanServer server;
  private final ObjectName name;

  private Registration(MBeanServer server, ObjectName name) {
    this.server = server;
    this.name = name;
  }

  /** Registers the bean with the JVM's MBean server; null if that failed. */
  static @Nullable Registration of(SchedulerMXBean bean) {
    try {
      return of(bean, ManagementFactory.getPlatformMBeanServer());
    } catch (RuntimeException | LinkageError e) {
      complain("has no MBean", bean, e);
      return null;
    }
  }

  /** Registers the bean; null if that failed. */
  static @Nullable Registration of(SchedulerMXBean bean, MBeanServer server) {
    try {
      for (int instance = 1; ; instance++) {
        ObjectName name = name(bean.getName(), instance);
        try {
          server.registerMBean(bean, name);
          return new Registration(server, name);
        } catch (InstanceAlreadyExistsException taken) {
          // the next number, then
        }
      }
    } catch (JMException | RuntimeException e) {
      complain("has no MBean", bean, e);
      return null;
    }
  }

  private static ObjectName name(String scheduler, int instance) throws JMException {
    boolean plain = scheduler.matches("[\\w./ -]+");
    return new ObjectName(
        "dev.handoff:type=Scheduler,name="
            + (plain ? scheduler : ObjectName.quote(scheduler))
            + (instance == 1 ? "" : ",instance=" + instance));
  }

  /** Unregisters it. */
  @Override
  public void close() {
    try {
      server.unregisterMBean(name);
    } catch (JMException | RuntimeException e) {
      complain("could not take back its MBean", name, e);
    }
  }

  private static void complain(String what, Object who, Throwable e) {
    String scheduler = who instanceof SchedulerMXBean bean ? bean.getName() : who.toString();
    System.getLogger("dev.handoff")
        .log(System.Logger.Level.WARNING, "the scheduler " + scheduler + " " + what, e);
  }
}
