/**
 * Goroutines and channels: Go's concurrency on the JVM, on a scheduler with a formal spec.
 *
 * <h2>Memory</h2>
 *
 * <p>Go's memory model (<a href="https://go.dev/ref/mem">go.dev/ref/mem</a>) speaks of operations that
 * are <i>synchronized before</i> others. Here each of these is a <i>happens-before</i> edge of the Java
 * memory model (JLS 17.4.5): what a thread did before the first operation, with plain reads and writes
 * too, is seen by whatever follows the second. It makes no difference whether a goroutine or any other
 * thread does the one or the other, nor whether the operation had to wait.
 *
 * <table>
 *   <caption>The edges</caption>
 *   <tr><th>What precedes</th><th>happens-before what follows</th></tr>
 *   <tr><td>a {@code go}</td><td>the beginning of the body</td></tr>
 *   <tr><td>the end of a goroutine</td>
 *       <td>a {@link dev.handoff.Goroutine#join} of it, or an {@code isDone} that says so</td></tr>
 *   <tr><td>the end of main</td><td>the return of {@code run} or {@code call}</td></tr>
 *   <tr><td>a send</td><td>the receive of that value</td></tr>
 *   <tr><td>a receive from an unbuffered channel</td><td>the send of that value</td></tr>
 *   <tr><td>the k-th receive from a channel of capacity C</td><td>the (k+C)-th send</td></tr>
 *   <tr><td>a close</td>
 *       <td>a receive that returns null because of it, or an {@code isDrained} that says so</td></tr>
 *   <tr><td>an unlock</td><td>each later lock ({@link dev.handoff.sync.Mutex}, and for what
 *       readers and writers order {@link dev.handoff.sync.RWMutex})</td></tr>
 *   <tr><td>a {@link dev.handoff.sync.Semaphore#release}</td><td>each later acquire</td></tr>
 *   <tr><td>a {@link dev.handoff.sync.WaitGroup#done}</td><td>an await that it lets go</td></tr>
 *   <tr><td>the end of what a {@link dev.handoff.sync.Once} runs</td>
 *       <td>each of its {@code run}</td></tr>
 *   <tr><td>a signal or broadcast</td>
 *       <td>each {@link dev.handoff.sync.Cond#await} that it ends</td></tr>
 *   <tr><td>the end of a body of an {@link dev.handoff.sync.ErrGroup}</td>
 *       <td>the return of its {@code await}</td></tr>
 *   <tr><td>a cancellation</td><td>a receive from {@code done} that returns because of it, or an
 *       {@code err} that is not null, of that {@link dev.handoff.context.Context} and those
 *       below it</td></tr>
 *   <tr><td>the making or a reset of a {@link dev.handoff.time.Timer} or
 *       {@link dev.handoff.time.Ticker}</td>
 *       <td>the call of its function, or the receive of its value</td></tr>
 * </table>
 *
 * <p>A {@code trySend}, {@code tryReceive} or case of a {@link dev.handoff.Select} that succeeds is a
 * send or a receive like any other. One that fails, as a {@code tryLock} that fails, orders nothing.
 * Having one P makes no edge either: two goroutines that share data without one race there too.
 */
package dev.handoff;
