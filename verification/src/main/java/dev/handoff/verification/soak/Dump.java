package dev.handoff.verification.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.handoff.GoroutineInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prints all that there is to know of a soak that has failed. */
final class Dump {
  private Dump() {}

  static void print(List<Crew> crews, Path folder, PrintWriter out) {
    for (Crew crew : crews) {
      out.println();
      out.println(crew.name() + ": " + crew.scheduler().stats());
      for (GoroutineInfo info : crew.scheduler().snapshot()) {
        out.println(
            "goroutine " + info.id() + " (" + info.name() + ") [" + info.state()
                + (info.waitReason() == null ? "" : ", " + info.waitReason())
                + (info.waitingSince() == null ? "" : ", since " + info.waitingSince()) + "]");
        info.stackTrace().forEach(frame -> out.println("    at " + frame));
      }
    }
    out.println();
    out.println(threads(folder));
    out.flush();
  }

  /** All threads, platform and virtual. */
  private static String threads(Path folder) {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    Path file = folder.resolve("threads.txt").toAbsolutePath();
    try {
      jvm.dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readString(file);
    } catch (IOException e) {
      return "no thread dump: " + e;
    }
  }
}
