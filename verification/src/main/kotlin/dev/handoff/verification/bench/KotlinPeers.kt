@file:JvmName("KotlinPeers")

package dev.handoff.verification.bench

import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import java.util.function.LongConsumer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.yield

// The programs of Programs.java on Dispatchers.Default. This file is compiled before the Java
// sources and refers to none of them.

fun pingPong(rounds: Int, ball: Any): Int =
  runBlocking(Dispatchers.Default) {
    val ping = Channel<Any>()
    val pong = Channel<Any>()
    val partner = launch { repeat(rounds) { pong.send(ping.receive()) } }
    var returned = 0
    repeat(rounds) {
      ping.send(ball)
      if (pong.receive() === ball) returned++
    }
    partner.join()
    returned
  }

fun spawn(batches: Int, count: Int): Int =
  runBlocking(Dispatchers.Default) {
    val ran = AtomicInteger()
    repeat(batches) { List(count) { launch { ran.incrementAndGet() } }.joinAll() }
    ran.get()
  }

fun skynet(leaves: Int, fanOut: Int): Long =
  runBlocking(Dispatchers.Default) {
    val root = Channel<Long>(1)
    launch { node(root, 0, leaves, fanOut) }
    root.receive()
  }

private suspend fun CoroutineScope.node(
  parent: SendChannel<Long>,
  first: Int,
  leaves: Int,
  fanOut: Int,
) {
  if (leaves == 1) {
    parent.send(first.toLong())
    return
  }
  val children = Channel<Long>(fanOut)
  val share = leaves / fanOut
  repeat(fanOut) { launch { node(children, first + it * share, share, fanOut) } }
  var sum = 0L
  repeat(fanOut) { sum += children.receive() }
  parent.send(sum)
}

fun yieldInTurns(count: Int, turns: Int): Int =
  runBlocking(Dispatchers.Default) {
    val taken = AtomicInteger()
    List(count) {
        launch {
          repeat(turns) { yield() }
          taken.addAndGet(turns)
        }
      }
      .joinAll()
    taken.get()
  }

fun sleepers(count: Int, spread: Int): Int =
  runBlocking(Dispatchers.Default) {
    val inTime = AtomicInteger()
    List(count) {
        launch {
          val millis = 1L + it % spread
          val start = System.nanoTime()
          delay(millis)
          if (System.nanoTime() - start >= millis * 1_000_000) inTime.incrementAndGet()
        }
      }
      .joinAll()
    inTime.get()
  }

/** Starts a thread that sends so many samples. */
fun interface Outside {
  fun send(samples: Int, to: LongConsumer)
}

fun latency(samples: Int, hogs: Int, compute: Runnable, outside: Outside): LongArray =
  runBlocking(Dispatchers.Default) {
    val sent = Channel<Long>(samples)
    val over = AtomicBoolean()
    repeat(hogs) { hog(compute, over) }
    outside.send(samples) { check(sent.trySend(it).isSuccess) }
    val nanos =
      LongArray(samples) {
        val then = sent.receive()
        System.nanoTime() - then
      }
    over.set(true)
    nanos
  }

/** Computes, and has another one follow it; runBlocking waits for the last. */
private fun CoroutineScope.hog(compute: Runnable, over: AtomicBoolean) {
  launch {
    compute.run()
    if (!over.get()) hog(compute, over)
  }
}

fun sieve(limit: Int): Int =
  runBlocking(Dispatchers.Default) {
    val first = Channel<Int>()
    launch {
      for (n in 2..limit) first.send(n)
      first.send(0)
    }
    var primes = 0
    var from = first
    while (true) {
      val prime = from.receive()
      if (prime == 0) break
      primes++
      val source = from
      val out = Channel<Int>()
      launch { filter(source, out, prime) }
      from = out
    }
    primes
  }

private suspend fun filter(source: ReceiveChannel<Int>, out: SendChannel<Int>, divisor: Int) {
  do {
    val n = source.receive()
    if (n == 0 || n % divisor != 0) out.send(n)
  } while (n != 0)
}

fun producers(pairs: Int, each: Int, buffer: Int): Long =
  runBlocking(Dispatchers.Default) {
    val channel = Channel<Int>(buffer)
    val sum = AtomicLong()
    List(2 * pairs) {
        launch {
          if (it % 2 == 0) {
            for (n in 0 until each) channel.send(n)
          } else {
            var own = 0L
            repeat(each) { own += channel.receive() }
            sum.addAndGet(own)
          }
        }
      }
      .joinAll()
    sum.get()
  }

fun selectAny(channels: Int, each: Int): Long =
  runBlocking(Dispatchers.Default) {
    val all =
      List(channels) {
        Channel<Int>().also { launch { for (n in 0 until each) it.send(n) } }
      }
    var sum = 0L
    repeat(channels * each) { select { all.forEach { it.onReceive { value -> sum += value } } } }
    sum
  }

fun mutex(count: Int, each: Int): Long =
  runBlocking(Dispatchers.Default) {
    val mutex = Mutex()
    var counter = 0L
    List(count) { launch { repeat(each) { mutex.withLock { counter++ } } } }.joinAll()
    counter
  }
