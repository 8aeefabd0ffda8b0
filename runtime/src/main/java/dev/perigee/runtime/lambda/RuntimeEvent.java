package dev.perigee.runtime.lambda;

/// What happens to a runtime, most of it by its own requests.
enum RuntimeEvent {
  /// `GET runtime/invocation/next`.
  NEXT,
  /// It got an invocation.
  INVOKED,
  /// `POST runtime/invocation/{id}/response`.
  RESPONSE,
  /// `POST runtime/invocation/{id}/error`.
  ERROR,
  /// `POST runtime/init/error`.
  INIT_ERROR,
  /// The connection on which it waited, or on which its invocation was to be sent, ended.
  LEFT,
  /// `GET runtime/restore/next`: there are no snapshots to restore from, so it fits no state.
  RESTORE_NEXT,
  /// `POST runtime/restore/error`.
  RESTORE_ERROR
}
