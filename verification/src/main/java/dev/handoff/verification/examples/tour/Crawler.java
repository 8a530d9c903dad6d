package dev.handoff.verification.examples.tour;

import dev.handoff.Go;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A web crawler, on a web of five pages: fetches at the same time all pages that are so many links away,
 * and none twice.
 *
 * <p>After the exercise "Web Crawler" of A Tour of Go.
 */
public final class Crawler implements Example {
  private static final Duration LATENCY = Duration.ofMillis(5);

  /** What each page links to. There is one link that leads nowhere. */
  private static final Map<String, List<String>> WEB =
      Map.of(
          "/", List.of("/spec", "/docs"),
          "/spec", List.of("/", "/spec/Scheduler", "/spec/Channel"),
          "/docs", List.of("/", "/spec", "/docs/faq"),
          "/spec/Scheduler", List.of("/spec", "/spec/Channel"),
          "/spec/Channel", List.of("/spec"));

  @Override
  public String name() {
    return "crawler";
  }

  @Override
  public String summary() {
    return "a web crawler that fetches pages at the same time, and none twice";
  }

  @Override
  public String options() {
    return "--depth N (4)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int depth = options.take("--depth", 4);
    options.nothingElse();
    Set<String> seen = new HashSet<>(Set.of("/"));
    Set<String> next = Set.of("/");
    for (int distance = 0; distance < depth && !next.isEmpty(); distance++) {
      Set<String> found = new TreeSet<>();
      for (Map.Entry<String, List<String>> page : fetchAll(next).entrySet()) {
        List<String> links = page.getValue();
        out.println(
            distance + "  " + page.getKey() + (links.isEmpty() ? "  not found" : "  " + links));
        found.addAll(links);
      }
      found.removeAll(seen);
      seen.addAll(found);
      next = found;
    }
  }

  /** The links on these pages; none where there is no such page. */
  private static SortedMap<String, List<String>> fetchAll(Set<String> pages) {
    SortedMap<String, List<String>> fetched = new ConcurrentSkipListMap<>();
    WaitGroup fetching = new WaitGroup();
    for (String page : pages) {
      fetching.go(() -> fetched.put(page, fetch(page)));
    }
    fetching.await();
    return fetched;
  }

  private static List<String> fetch(String page) {
    Go.sleep(LATENCY);
    @Nullable List<String> links = WEB.get(page);
    return links == null ? List.of() : links;
  }
}
