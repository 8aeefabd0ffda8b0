package dev.perigee.runtime.lambda.http;

/// A body that is passed on while it comes.
public interface Upload {
  /// Of a longer body the rest is read and thrown away.
  long maxBytes();

  void part(byte[] bytes, int from, int count);

  /// The body has ended, or is cut off; the answer.
  ///
  /// @param request the whole request, trailers included, without its body
  HttpResponse ended(HttpRequest request);
}
