@file:JvmName("KotlinPeers")

package dev.handoff.verification.bench

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

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
