/** Goroutines for the JVM on a formally verified G/M/P scheduler. */
module dev.handoff {
  requires java.management;
  requires jdk.jfr;
  requires static transitive org.checkerframework.checker.qual;

  exports dev.handoff;
  exports dev.handoff.context;
  exports dev.handoff.sync;
  exports dev.handoff.time;
}
