package dev.handoff.verification.habits

import dev.handoff.Chan
import dev.handoff.Go
import dev.handoff.Scheduler
import dev.handoff.Select.otherwise
import dev.handoff.Select.receive
import dev.handoff.Select.select
import dev.handoff.Select.send
import dev.handoff.context.Context
import dev.handoff.sync.Mutex
import dev.handoff.sync.WaitGroup
import kotlin.concurrent.thread
import kotlin.concurrent.withLock
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The library as Kotlin sees it. */
class KotlinTest {
  // The compiler chooses by the static type: what may be null does not fit the first one.
  private fun seenAs(value: Any) = "never null"

  @JvmName("seenAsNullable")
  private fun seenAs(value: Any?) = "may be null"

  @Test
  fun theCompilerKnowsWhatMayBeNull() {
    val channel = Chan.buffered<String>(1)
    val context = Context.background()
    assertEquals("may be null", seenAs(channel.tryReceive()))
    assertEquals("may be null", seenAs(context.err()))
    assertEquals("may be null", seenAs(context.deadline()))
    // Not annotated: the compiler would let us take it for not null.
    assertEquals("never null", seenAs(System.getProperty("java.home")))
    assertEquals("never null", seenAs(channel.toString()))
  }

  @Test
  fun goroutinesAreLambdas() {
    val sum =
      Scheduler.builder().processors(2).build().use { scheduler ->
        scheduler.call {
          val numbers = Chan.unbuffered<Int>()
          val senders = WaitGroup()
          repeat(3) { n -> senders.go { numbers.send(n) } }
          Go.go {
            senders.await()
            numbers.close()
          }
          numbers.sum()
        }
      }
    assertEquals(3, sum)
  }

  @Test
  fun selectAndLocksReadLikeKotlin() {
    val channel = Chan.buffered<String>(1)
    val got = mutableListOf<String?>()
    assertEquals(0, select(send(channel, "hello"), otherwise()))
    assertEquals(0, select(receive(channel) { got += it }, otherwise()))
    assertEquals(listOf<String?>("hello"), got)
    assertEquals(5, Mutex().withLock { 2 + 3 })
  }

  @Test
  fun plainThreadsTalkToGoroutines() {
    val question = Chan.unbuffered<Int>()
    val answer = Chan.unbuffered<Int>()
    Scheduler.create().use { scheduler ->
      scheduler.go { for (n in question) answer.send(n + 1) }
      var got: Int? = null
      val asking = thread {
        question.send(41)
        got = answer.receive()
        question.close()
      }
      asking.join()
      assertEquals(42, got)
    }
  }
}
