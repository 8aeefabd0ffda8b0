package dev.perigee.model.function;

/// Names of functions in the form of Amazon Resource Names.
public final class FunctionArn {
  /// The one account that there is.
  public static final String ACCOUNT = "000000000000";

  /// The region of whoever names none.
  public static final String REGION_DEFAULT = "us-east-1";

  private FunctionArn() {}

  public static String of(String region, String name) {
    return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":function:" + name;
  }

  public static String of(String region, String name, String qualifier) {
    return of(region, name) + ":" + qualifier;
  }
}
