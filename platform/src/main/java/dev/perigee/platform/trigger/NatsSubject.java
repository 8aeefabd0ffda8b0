package dev.perigee.platform.trigger;

/// Names of subjects, as NATS has them: words with dots between them, `*` for any word, and `>` at
/// the end for all that follow.
public final class NatsSubject {
  private static final int LENGTH_MAX = 256;

  private NatsSubject() {}

  static boolean isValid(String subject) {
    String[] words = words(subject);
    for (int i = 0; i < words.length; i++) {
      boolean last = i == words.length - 1;
      if (!words[i].matches("[*]|[!-~&&[^*>.]]+") && !(last && words[i].equals(">"))) {
        return false;
      }
    }
    return subject.length() <= LENGTH_MAX;
  }

  /// Whether all that fits one subject fits another, too.
  public static boolean covers(String wide, String narrow) {
    String[] outer = words(wide);
    String[] inner = words(narrow);
    for (int i = 0; i < outer.length; i++) {
      if (i >= inner.length) {
        return false;
      }
      if (outer[i].equals(">")) {
        return true;
      }
      if (inner[i].equals(">") || !(outer[i].equals("*") || outer[i].equals(inner[i]))) {
        return false;
      }
    }
    return outer.length == inner.length;
  }

  private static String[] words(String subject) {
    return subject.split("[.]", -1);
  }
}
