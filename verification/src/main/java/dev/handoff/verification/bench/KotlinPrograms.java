package dev.handoff.verification.bench;

/**
 * Kotlin coroutines on {@code Dispatchers.Default}, whose size the JVM's properties set. The
 * programs are in {@code KotlinPeers.kt}.
 */
final class KotlinPrograms implements Programs {
  @Override
  public int pingPong(int rounds) {
    return KotlinPeers.pingPong(rounds, BALL);
  }

  @Override
  public int spawn(int batches, int count) {
    return KotlinPeers.spawn(batches, count);
  }

  @Override
  public long skynet(int leaves) {
    return KotlinPeers.skynet(leaves, FAN_OUT);
  }

  @Override
  public void close() {
    // Dispatchers.Default lives as long as the JVM.
  }
}
