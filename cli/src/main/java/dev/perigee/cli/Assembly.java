package dev.perigee.cli;

/// Puts the live platform together.
final class Assembly implements PlatformStarter {

  @Override
  public Running start(UpOptions options) {
    throw new VerbException("this build holds no live platform yet: use `perigee simulate`");
  }
}
