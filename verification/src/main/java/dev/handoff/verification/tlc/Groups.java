package dev.handoff.verification.tlc;

import java.util.regex.Matcher;

/** Groups of a match that the pattern cannot leave out. */
public final class Groups {
  private Groups() {}

  /** The text of that group. */
  public static String text(Matcher matched, int group) {
    String text = matched.group(group);
    if (text == null) {
      throw new IllegalStateException("group " + group + " of " + matched.pattern() + " is optional");
    }
    return text;
  }
}
