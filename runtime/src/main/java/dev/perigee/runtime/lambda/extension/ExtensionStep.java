package dev.perigee.runtime.lambda.extension;

/// What happens to an extension, most of it by its own requests.
enum ExtensionStep {
  REGISTER,
  /// `GET extension/event/next`.
  NEXT,
  /// It got an event.
  EVENT,
  /// The connection on which it waited ended.
  LEFT,
  /// `POST extension/init/error`.
  INIT_ERROR,
  /// `POST extension/exit/error`.
  EXIT_ERROR,
  /// Its process ended.
  ENDED
}
