package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.lambda.http.Upload;
import dev.perigee.world.node.AnswerStream;

/// An answer that its caller reads while it comes.
record PassedAnswer(Call call, AnswerStream stream) implements Upload {

  @Override
  public long maxBytes() {
    return AnswerStream.BYTES_MAX;
  }

  @Override
  public void part(byte[] bytes, int from, int count) {
    call.streamed(count);
    stream.write(bytes, from, count);
  }

  @Override
  public HttpResponse ended(HttpRequest request) {
    return switch (request.extent()) {
      case WHOLE -> said(HttpResponse.accepted(), RuntimeApi.reply(request));
      case OVERSIZED ->
          said(RuntimeApi.tooLarge(AnswerStream.BYTES_MAX), Reply.tooLarge(AnswerStream.BYTES_MAX));
      case TRUNCATED -> said(RuntimeApi.truncated(), Reply.truncated());
    };
  }

  private HttpResponse said(HttpResponse response, Reply reply) {
    return response.then(() -> call.reply().complete(reply));
  }
}
