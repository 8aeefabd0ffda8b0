// Logs people in and out where the platform asks for keys, and says who is logged in.

import {guard} from "./actions.js";
import {byId, setText} from "./dom.js";
import {ask, logIn, logOut, loggedIn, whenLoggedOut} from "./platform.js";

const REFUSED = "That is no key of this platform, or it has ended.";

/** `begin` is called when somebody may come in, `end` when nobody is logged in any more. */
export function makeSession({begin, end}) {
  const form = byId("login-form");
  const page = byId("login");
  let auth = "none";

  /** What may not be done is not offered. */
  function offer() {
    document.querySelectorAll("[data-right]").forEach(guard);
  }

  function show(session) {
    auth = session.auth;
    const isIn = auth === "none" || session.csrfToken !== undefined;
    page.hidden = isIn;
    byId("main").hidden = !isIn;
    byId("pages").hidden = !isIn;
    byId("logout").hidden = auth === "none" || !isIn;
    setText(byId("who"), session.keyId ? `${session.keyId}, ${session.role}` : "");
    byId("who").title = session.functions?.length ? `Limited to ${session.functions.join(", ")}` : "";
    loggedIn(session);
    if (isIn) {
      offer();
      begin(session);
    } else {
      form.dataset.auth = auth;
      byId("login-plain").hidden = isSecureContext;
      byId("login-id-field").hidden = auth !== "sigv4";
      byId("login-id").required = auth === "sigv4";
      setText(byId("login-secret-label"), auth === "sigv4" ? "Secret access key" : "API key");
      byId(auth === "sigv4" ? "login-id" : "login-secret").focus();
      end();
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const secret = byId("login-secret");
    const shown = auth === "sigv4"
      ? {accessKeyId: byId("login-id").value.trim(), secretAccessKey: secret.value.trim()}
      : {apiKey: secret.value.trim()};
    setText(byId("login-said"), "");
    const answer = await logIn(shown);
    if (answer.session) {
      secret.value = "";
      show(answer.session);
      byId("main").focus();
    } else {
      setText(byId("login-said"), answer.status === 403 ? REFUSED : answer.problem);
      secret.select();
      secret.focus();
    }
  });
  byId("logout").addEventListener("click", async () => {
    await logOut();
    // Nothing of what was shown stays.
    location.reload();
  });
  whenLoggedOut(() => {
    if (page.hidden) {
      show({auth});
      setText(byId("login-said"), "The session has ended.");
    }
  });
  return {look: async () => show(await ask("/v1/session"))};
}
