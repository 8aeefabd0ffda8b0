package dev.perigee.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// First functions, one per kind of runtime.
enum Template {
  python("python3.12", "hello.handler"),
  node("nodejs22.x", "hello.handler"),
  java("java25", "Hello::handle"),
  wasm("wasm", "hello.wasm"),
  provided("provided.al2023", "bootstrap");

  private static final String PYTHON =
      """
      def handler(event, context):
          name = event.get("name", "world")
          print("greeting", name)
          return {"hello": name}
      """;

  private static final String NODE =
      """
      export async function handler(event) {
        const name = event.name ?? 'world';
        console.log('greeting', name);
        return { hello: name };
      }
      """;

  private static final String JAVA =
      """
      public class Hello {
        public record Event(String name) {}

        public record Greeting(String hello) {}

        public Greeting handle(Event event) {
          String name = event.name() == null ? "world" : event.name();
          System.out.println("greeting " + name);
          return new Greeting(name);
        }
      }
      """;

  private static final String WASM =
      """
      #include <stdio.h>

      /* The event comes on standard input, what is written to standard output is the answer. */
      int main(void) {
        char event[65536];
        size_t bytes = fread(event, 1, sizeof event - 1, stdin);
        event[bytes] = 0;
        printf("{\\"hello\\": %s}\\n", bytes ? event : "null");
        return 0;
      }
      """;

  private static final String PROVIDED =
      """
      #!/usr/bin/env python3
      # Any executable named bootstrap will do: it asks for an event, answers it, and asks again.
      import http.client
      import json
      import os

      api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
      base = "/2018-06-01/runtime/invocation/"
      while True:
          api.request("GET", base + "next")
          reply = api.getresponse()
          request_id = reply.getheader("Lambda-Runtime-Aws-Request-Id")
          event = json.loads(reply.read())
          answer = json.dumps({"hello": event.get("name", "world")})
          api.request("POST", base + request_id + "/response", answer)
          api.getresponse().read()
      """;

  private final String runtime;
  private final String handler;

  Template(String runtime, String handler) {
    this.runtime = runtime;
    this.handler = handler;
  }

  /// Takes the name of a template or of a runtime, such as `python` or `nodejs22.x`.
  static final class Names implements ITypeConverter<Template> {
    @Override
    public Template convert(String name) {
      return of(name);
    }
  }

  private static Template of(String name) {
    for (Template template : values()) {
      boolean runtime = name.matches("(python3|nodejs|java|provided)[0-9.a-z]*");
      if (name.equals(template.name()) || runtime && name.startsWith(template.name())) {
        return template;
      }
    }
    throw new TypeConversionException(
        "'"
            + name
            + "' is not known; there are "
            + Arrays.toString(values())
            + " and the runtimes");
  }

  /// File names and what stands in them.
  Map<String, String> files(String name) {
    Map<String, String> files = new LinkedHashMap<>();
    switch (this) {
      case python -> files.put("hello.py", PYTHON);
      case node -> files.put("hello.mjs", NODE);
      case java -> files.put("Hello.java", JAVA);
      case wasm -> files.put("hello.c", WASM);
      case provided -> files.put("bootstrap", PROVIDED);
    }
    files.put(
        FunctionFile.FILE,
        """
        {"name": "%s", "runtime": "%s", "handler": "%s"}
        """
            .formatted(name, runtime, handler));
    files.put("README.md", "# %s%n%n%s%n".formatted(name, next(name, Path.of("."))));
    return files;
  }

  /// What to type next.
  String next(String name, Path folder) {
    String build =
        this == wasm
            ? "clang --target=wasm32-wasi -O2 -o %1$s/hello.wasm %1$s/hello.c && ".formatted(folder)
            : "";
    return build
        + "perigee deploy %s --code %s && perigee invoke %s --payload '{\"name\": \"you\"}'"
            .formatted(name, folder, name);
  }
}
