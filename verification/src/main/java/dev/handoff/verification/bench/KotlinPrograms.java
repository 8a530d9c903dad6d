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
  public int yield(int count, int turns) {
    return KotlinPeers.yieldInTurns(count, turns);
  }

  @Override
  public int sleepers(int count, int spread) {
    return KotlinPeers.sleepers(count, spread);
  }

  @Override
  public long[] latency(int samples, int hogs, int stretch) {
    return KotlinPeers.latency(
        samples, hogs, () -> Latency.compute(stretch), Latency::sendFromOutside);
  }

  @Override
  public int sieve(int limit) {
    return KotlinPeers.sieve(limit);
  }

  @Override
  public long producers(int pairs, int each) {
    return KotlinPeers.producers(pairs, each, BUFFER);
  }

  @Override
  public long select(int channels, int each) {
    return KotlinPeers.selectAny(channels, each);
  }

  @Override
  public long mutex(int count, int each) {
    return KotlinPeers.mutex(count, each);
  }

  @Override
  public void close() {
    // Dispatchers.Default lives as long as the JVM.
  }
}
