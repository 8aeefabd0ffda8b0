package dev.perigee.world.node;

/// Takes an answer part by part while its function still runs. Thread-safe. For a caller that is
/// gone, and after `close`, parts are thrown away: the function does not notice.
public interface AnswerStream {
  /// Most that a caller gets of one answer: 20 MiB, as AWS Lambda has it.
  int BYTES_MAX = 20 << 20;

  /// What the parts are, as HTTP names it; said before the first of them, if at all.
  void type(String contentType);

  /// Takes a part, and waits while the caller has enough that it has not read yet.
  void write(byte[] bytes, int from, int count);

  /// Nothing more is taken; who waits in `write` goes on.
  void close();
}
