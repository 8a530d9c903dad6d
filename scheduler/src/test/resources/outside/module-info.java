/** A program that depends on the library alone, as programs of others do. */
module outside {
  requires dev.handoff;
  requires java.management;
}
