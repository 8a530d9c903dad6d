package dev.handoff.verification.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the output of TLC's {@code -tool} mode apart: messages between markers that carry a code,
 * and between them what the spec prints.
 */
final class TlcMessages {
  /** A message; the codes are those of {@code tlc2.output.EC}. */
  record Message(int code, String text) {}

  private static final Pattern START = Pattern.compile("@!@!@STARTMSG (\\d+)(?::\\d+)? @!@!@");
  private static final Pattern END = Pattern.compile("@!@!@ENDMSG (\\d+) @!@!@");

  private final Consumer<Message> listener;
  private final List<String> printed = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int code = -1;

  TlcMessages(Consumer<Message> listener) {
    this.listener = listener;
  }

  void line(String line) {
    Matcher start = START.matcher(line);
    if (start.matches()) {
      code = Integer.parseInt(Groups.text(start, 1));
      text.setLength(0);
    } else if (END.matcher(line).matches()) {
      listener.accept(new Message(code, text.toString().strip()));
      code = -1;
    } else if (code >= 0) {
      text.append(line).append('\n');
    } else {
      printed.add(line);
    }
  }

  /** What stood between the messages. */
  List<String> printed() {
    return printed;
  }
}
