package dev.handoff.verification.programs;

import dev.handoff.verification.programs.History.Step;
import dev.handoff.verification.programs.World.Happened;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks for a run of the model in which every statement comes out as it was seen to, and happens
 * between its beginning and its end; and which ends as was seen: all routines have ended, or, after a
 * deadlock, nobody can take a step. If there is none then the library did what it must not do.
 *
 * <p>The search is small since what was seen leaves little choice: only the order of statements that
 * were under way at the same time.
 */
final class Explanation {
  private static final Pattern LINE = Pattern.compile("goroutine \\d+ \\((.+?)\\) \\[(.+)]");

  private final Program program;
  private final History history;
  private final Set<String> seen = new HashSet<>();
  private World furthest;

  private Explanation(Program program, History history) {
    this.program = program;
    this.history = history;
    furthest = new World(program);
  }

  /** What is wrong with that history; null: nothing is. */
  static String missing(Program program, History history) {
    Explanation search = new Explanation(program, history);
    if (!search.explains(search.furthest)) {
      return "no run of the model is like this; the furthest got to\n  " + search.furthest;
    }
    return history.deadlock() == null ? null : search.wrongDump();
  }

  private boolean explains(World world) {
    if (!seen.add(world.toString())) {
      return false;
    }
    if (done(world) > done(furthest)) {
      furthest = world;
    }
    if (isEnd(world)) {
      return true;
    }
    for (int r = 0; r < program.routines().size(); r++) {
      if (mayStep(world, r) && world.steps(r).stream().anyMatch(w -> fits(w) && explains(w))) {
        return true;
      }
    }
    return false;
  }

  private int done(World world) {
    return routines().map(world::done).sum();
  }

  private IntStream routines() {
    return IntStream.range(0, program.routines().size());
  }

  /** All that ended has happened, and the others are through, or stuck. */
  private boolean isEnd(World world) {
    return routines().allMatch(r -> world.done(r) == history.ended(r))
        && routines()
            .allMatch(
                r -> history.deadlock() == null ? hasNoMoreToDo(world, r) : isStuck(world, r));
  }

  private static boolean hasNoMoreToDo(World world, int routine) {
    return !world.isBorn(routine) || world.hasEnded(routine);
  }

  private boolean isStuck(World world, int routine) {
    boolean began = history.logs().get(routine).size() > world.done(routine);
    return hasNoMoreToDo(world, routine) || began && world.steps(routine).isEmpty();
  }

  /** Whether its next statement was under way when all that had ended before that has happened. */
  private boolean mayStep(World world, int routine) {
    List<Step> log = history.logs().get(routine);
    if (world.done(routine) >= log.size()) {
      return false;
    }
    int began = log.get(world.done(routine)).began();
    return world.hasBegun(routine)
        || routines().allMatch(r -> world.done(r) >= history.endedBefore(r, began));
  }

  private boolean fits(World world) {
    return world.happened().stream().allMatch(h -> wasSeen(world, h));
  }

  private boolean wasSeen(World world, Happened happened) {
    List<Step> log = history.logs().get(happened.routine());
    int index = world.done(happened.routine()) - 1;
    return index < log.size() && happened.result().equals(log.get(index).result());
  }

  // --------------------------------------------------------------------- the message of a deadlock

  /** It is to name main and all that are stuck, each with the operation in which it is. */
  private String wrongDump() {
    Set<String> named = new TreeSet<>();
    for (String line : history.deadlock().lines().skip(1).toList()) {
      var match = LINE.matcher(line.strip());
      if (!match.matches()) {
        return "not understood: " + line;
      }
      named.add(match.group(1));
      if (!waitsFor(match.group(1)).matcher(match.group(2)).matches()) {
        return "wrong reason: " + line;
      }
    }
    Set<String> expected =
        routines()
            .filter(r -> r == 0 || unfinished(r) != null)
            .mapToObj(Program::name)
            .collect(Collectors.toCollection(TreeSet::new));
    return named.equals(expected) ? null : "stuck are " + expected;
  }

  /** The statement in which that routine is stuck; null: it has ended, or was not started. */
  private Statement unfinished(int routine) {
    int ended = history.ended(routine);
    return history.logs().get(routine).size() > ended
        ? program.routines().get(routine).get(ended)
        : null;
  }

  /** What a dump may say of the routine of that name. */
  private Pattern waitsFor(String name) {
    int routine = routines().filter(r -> Program.name(r).equals(name)).findFirst().orElseThrow();
    Statement statement = unfinished(routine);
    return Pattern.compile(
        switch (statement) {
          case null -> "sync\\.WaitGroup\\.await on WaitGroup@.*"; // main, for the others
          case Statement.Send _ -> "chan send on Chan@.*";
          case Statement.Receive _ -> "chan receive on Chan@.*";
          case Statement.Select _ ->
              "select \\(no cases\\) on nothing|select on (receive from|send to) Chan@.*";
          case Statement.Acquire _ -> "sync\\.Semaphore\\.acquire on Semaphore@.*";
          case Statement.Simple.LOCK -> "sync\\.Mutex\\.lock on Mutex@.*";
          case Statement.Simple.AWAIT ->
              "sync\\.Cond\\.await on Cond@.*|sync\\.Mutex\\.lock on Mutex@.*";
          case Statement.Simple.WRITE_LOCK -> "sync\\.RWMutex\\.lock on RWMutex@.*";
          case Statement.Simple.READ_LOCK -> "sync\\.RWMutex\\.readLock on RWMutex@.*";
          case Statement.Simple.AWAIT_GROUP -> "sync\\.WaitGroup\\.await on WaitGroup@.*";
          default -> "nothing: " + statement + " does not block";
        });
  }
}
