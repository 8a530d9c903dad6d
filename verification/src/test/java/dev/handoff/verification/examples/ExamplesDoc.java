package dev.handoff.verification.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/examples.md says. */
record ExamplesDoc(List<Section> sections) {
  private static final Pattern HEADING = Pattern.compile("^## (\\S+)$", Pattern.MULTILINE);
  private static final Pattern SAMPLE =
      Pattern.compile("```console\n\\$ \\./handoff run (.*)\n((?s).*?)```");

  /** The part about one example. */
  record Section(String name, String text, List<Sample> samples) {
    boolean varies() {
      return text.contains("differs from run to run");
    }
  }

  /**
   * A run that is shown.
   *
   * @param command what follows {@code ./handoff run}
   */
  record Sample(Section section, String command, String output) {
    private static final Pattern PROCESSORS = Pattern.compile("--processors (\\d+) (.*)");

    int processors() {
      Matcher m = PROCESSORS.matcher(command);
      return m.matches() ? Integer.parseInt(m.group(1)) : 2;
    }

    /** The name of the example and its options. */
    List<String> words() {
      Matcher m = PROCESSORS.matcher(command);
      return List.of((m.matches() ? m.group(2) : command).split(" "));
    }

    /** Whether that output is the one shown; if it varies, only lines and words have to agree. */
    boolean shows(String actual) {
      return section.varies() ? words(output).equals(words(actual)) : output.equals(actual);
    }

    private static List<String> words(String output) {
      return output.lines().map(line -> line.replaceAll("[^a-zA-Z]+", " ").strip()).sorted().toList();
    }

    @Override
    public String toString() {
      return command;
    }
  }

  static ExamplesDoc of(String markdown) {
    List<Section> sections = new ArrayList<>();
    List<MatchResult> headings = HEADING.matcher(markdown).results().toList();
    for (int i = 0; i < headings.size(); i++) {
      int end = i + 1 < headings.size() ? headings.get(i + 1).start() : markdown.length();
      String text = markdown.substring(headings.get(i).end(), end);
      Section section = new Section(headings.get(i).group(1), text, new ArrayList<>());
      SAMPLE
          .matcher(text)
          .results()
          .forEach(m -> section.samples().add(new Sample(section, m.group(1), m.group(2))));
      sections.add(section);
    }
    return new ExamplesDoc(sections);
  }

  /** In what it differs from the examples that there are, a line each. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    List<String> names = sections.stream().map(Section::name).toList();
    List<String> existing = Examples.all().stream().map(Example::name).toList();
    if (!names.equals(existing)) {
      faults.add("the doc has " + names + ", there are " + existing);
      return faults;
    }
    for (int i = 0; i < existing.size(); i++) {
      Example example = Examples.all().get(i);
      Section section = sections.get(i);
      if (!section.text().startsWith("\n\n" + sentence(example.summary()))) {
        faults.add(example.name() + " should begin with its summary");
      }
      if (!section.text().contains("\nOptions: " + optionsOf(example) + "\n")) {
        faults.add(example.name() + " should tell its options");
      }
      if (section.samples().isEmpty()) {
        faults.add(example.name() + " should show a run");
      }
      for (Sample sample : section.samples()) {
        if (!sample.words().getFirst().equals(example.name())) {
          faults.add(example.name() + " should not show a run of " + sample.command());
        }
      }
    }
    return faults;
  }

  private static String sentence(String summary) {
    return summary.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + summary.substring(1) + ".";
  }

  private static String optionsOf(Example example) {
    return example.options().isEmpty() ? "none." : "`" + example.options() + "`";
  }
}
