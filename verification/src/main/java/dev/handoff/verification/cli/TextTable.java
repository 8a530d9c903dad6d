package dev.handoff.verification.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table in plain text: each column as wide as what stands in it, the last one without end. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final String alignment;

  /**
   * @param alignment a letter for each column: {@code l} for left, {@code r} for right
   */
  TextTable(String alignment, String... header) {
    this.alignment = alignment;
    row(header);
  }

  void row(String... cells) {
    if (cells.length != alignment.length()) {
      throw new IllegalArgumentException(cells.length + " cells, not " + alignment.length());
    }
    rows.add(List.of(cells));
  }

  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        String fill = " ".repeat(width(i) - cell.length());
        line.append(alignment.charAt(i) == 'r' ? fill + cell : cell + fill).append("  ");
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
