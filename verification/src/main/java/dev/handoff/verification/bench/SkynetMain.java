package dev.handoff.verification.bench;

/** The program that {@link SkynetMeasurement} starts: skynet once, cold, as a user would run it. */
final class SkynetMain {
  private SkynetMain() {}

  /**
   * Prints the sum and the nanoseconds that it took, from before the runtime is started.
   *
   * @param args contender, processors, leaves
   */
  public static void main(String[] args) {
    Contender contender = Contender.valueOf(args[0]);
    int processors = Integer.parseInt(args[1]);
    int leaves = Integer.parseInt(args[2]);
    long start = System.nanoTime();
    try (Programs programs = contender.programs(processors)) {
      long sum = programs.skynet(leaves);
      System.out.println(sum + " " + (System.nanoTime() - start));
    }
  }
}
