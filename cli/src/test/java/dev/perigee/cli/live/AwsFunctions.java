package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

/// Small functions in Python, by the AWS SDK for Java.
record AwsFunctions(LambdaClient aws) {

  static SdkBytes zip(String source) {
    return SdkBytes.fromByteArray(LiveClient.zip("app.py", source.getBytes(UTF_8)));
  }

  /// A function that answers with a text.
  static String returns(String value) {
    return "def handler(event, context):\n    return '" + value + "'\n";
  }

  CreateFunctionResponse create(String name, String source) {
    return aws.createFunction(request ->
        request
            .functionName(name)
            .runtime("python3.12")
            .role("arn:aws:iam::000000000000:role/r")
            .handler("app.handler")
            .code(code -> code.zipFile(zip(source))));
  }

  String call(String function) {
    return aws.invoke(request -> request.functionName(function)).payload().asUtf8String();
  }

  String call(String function, String qualifier) {
    return aws.invoke(request -> request.functionName(function).qualifier(qualifier))
        .payload()
        .asUtf8String();
  }
}
