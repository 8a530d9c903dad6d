package dev.handoff.verification.tlc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A counterexample, drawn for people: a column for every G, M and P, a row for every step, and in it
 * only what the step changed.
 *
 * <p>What belongs to whom follows from the values alone. The constants that are sets of names say
 * whom there is: {@code M = {m1, m2}}. A variable that is a function of such names,
 * {@code cur = (m1 :> g1 @@ m2 :> None)}, tells {@code cur} of each; any other belongs to all.
 */
final class Lanes {
  private static final int WIDTH = 160;
  private static final int LEAST = 8;
  private static final String SHARED = "shared";
  private static final List<String> FIRST = List.of("G = ", "M = ", "P = ");

  private final Set<String> names;

  private Lanes(Set<String> names) {
    this.names = names;
  }

  /**
   * With a column for every name that stands in a constant set.
   *
   * @param constants as in a .cfg: {@code "G = {g1, g2}"}
   */
  static Lanes of(List<String> constants) {
    Set<String> names = new LinkedHashSet<>();
    Stream<String> inOrder =
        Stream.concat(
            FIRST.stream().flatMap(f -> constants.stream().filter(c -> c.startsWith(f))),
            constants.stream());
    inOrder
        .map(constant -> constant.substring(constant.indexOf('=') + 1).strip())
        .flatMap(value -> TlaText.elements(value).stream())
        .filter(name -> name.matches("\\w*[A-Za-z_]\\w*"))
        .forEach(names::add);
    return new Lanes(names);
  }

  /** A row of the drawing: what is new, by column, a text each. */
  private record Row(String number, String action, Map<String, List<String>> cells) {
    List<String> cell(String column) {
      return cells.getOrDefault(column, List.of());
    }
  }

  /** The drawing, with a newline after each row. */
  String draw(Behaviour behaviour) {
    List<Row> rows = rows(behaviour);
    List<String> columns = columns(rows);
    int numbers = Integer.toString(rows.size()).length();
    int actions = rows.stream().mapToInt(row -> row.action().length()).max().orElse(0);
    int[] widths = widths(rows, columns, WIDTH - numbers - 2 - actions);
    StringBuilder text = new StringBuilder();
    line(text, " ".repeat(numbers), " ".repeat(actions), columns, widths);
    for (Row row : rows) {
      List<List<String>> cells = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        cells.add(wrapped(row.cell(columns.get(i)), widths[i]));
      }
      int height = Math.max(1, cells.stream().mapToInt(List::size).max().orElse(1));
      for (int line = 0; line < height; line++) {
        int at = line;
        line(
            text,
            pad(line == 0 ? row.number() : "", -numbers),
            pad(line == 0 ? row.action() : "", actions),
            cells.stream().map(cell -> at < cell.size() ? cell.get(at) : "").toList(),
            widths);
      }
    }
    if (!behaviour.ending().isEmpty()) {
      text.append(" ".repeat(numbers + 2)).append(behaviour.ending()).append('\n');
    }
    return text.toString();
  }

  private List<Row> rows(Behaviour behaviour) {
    List<Row> rows = new ArrayList<>();
    Map<String, Map<String, String>> before = Map.of();
    for (Behaviour.State state : behaviour.states()) {
      Map<String, Map<String, String>> now = byColumn(state.values());
      Map<String, List<String>> cells = new TreeMap<>();
      for (Map.Entry<String, Map<String, String>> column : now.entrySet()) {
        Map<String, String> last = before.getOrDefault(column.getKey(), Map.of());
        List<String> changed = new ArrayList<>();
        column
            .getValue()
            .forEach(
                (variable, value) -> {
                  if (!value.equals(last.get(variable))) {
                    changed.add(variable + "=" + value);
                  }
                });
        cells.put(column.getKey(), changed);
      }
      rows.add(new Row(Integer.toString(state.number()), state.action(), cells));
      before = now;
    }
    return rows;
  }

  /** What the state says of each column: variable and value. */
  private Map<String, Map<String, String>> byColumn(Map<String, String> values) {
    Map<String, Map<String, String>> columns = new TreeMap<>();
    values.forEach(
        (variable, value) -> {
          Map<String, String> function = TlaText.function(value);
          if (function.keySet().stream().noneMatch(names::contains)) {
            said(columns, SHARED, variable, value);
            return;
          }
          function.forEach(
              (argument, result) -> {
                if (names.contains(argument)) {
                  said(columns, argument, variable, result);
                } else {
                  said(columns, SHARED, variable + "[" + argument + "]", result);
                }
              });
        });
    return columns;
  }

  private static void said(
      Map<String, Map<String, String>> columns, String column, String what, String value) {
    String plain = value.matches("\"[^\"]*\"") ? value.substring(1, value.length() - 1) : value;
    columns.computeIfAbsent(column, c -> new TreeMap<>()).put(what, plain);
  }

  /** The columns in which a step changes something; all of them where there is no step. */
  private List<String> columns(List<Row> rows) {
    Set<String> used = new HashSet<>();
    for (Row row : rows.subList(rows.size() > 1 ? 1 : 0, rows.size())) {
      row.cells().forEach((column, cell) -> used.addAll(cell.isEmpty() ? List.of() : List.of(column)));
    }
    return Stream.concat(names.stream(), Stream.of(SHARED)).filter(used::contains).toList();
  }

  /** As wide as what stands there, unless it is too much together: then the widest give way. */
  private static int[] widths(List<Row> rows, List<String> columns, int room) {
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (int i = 0; i < widths.length; i++) {
      for (Row row : rows) {
        for (String text : row.cell(columns.get(i))) {
          widths[i] = Math.max(widths[i], text.length());
        }
      }
    }
    while (total(widths) > room) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      if (widths[widest] <= LEAST) {
        break; // that many columns cannot be helped
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int total(int[] widths) {
    int total = 0;
    for (int width : widths) {
      total += width + 3;
    }
    return total;
  }

  /** Broken where there is a space, if there is one in the second half of the line. */
  private static List<String> wrapped(List<String> texts, int width) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      String rest = text;
      while (rest.length() > width) {
        int space = rest.lastIndexOf(' ', width);
        int end = space > width / 2 ? space : width;
        lines.add(rest.substring(0, end));
        rest = " " + rest.substring(end).strip();
      }
      lines.add(rest);
    }
    return lines;
  }

  private static void line(
      StringBuilder text, String number, String action, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(number).append("  ").append(action);
    for (int i = 0; i < widths.length; i++) {
      line.append(" │ ").append(pad(cells.get(i), widths[i]));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Filled with spaces: on the right, or for a negative width on the left. */
  private static String pad(String text, int width) {
    return width == 0 ? text : String.format("%" + -width + "s", text);
  }
}
