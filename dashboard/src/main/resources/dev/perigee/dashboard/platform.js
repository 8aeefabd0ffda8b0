// Asks the platform. One tenant for the whole page: the parameter `tenant` of its address, else that of the key.

const wanted = new URLSearchParams(location.search).get("tenant") || "";
const LOGGED_OUT = new Set(["MissingAuthenticationTokenException", "UnrecognizedClientException", "ExpiredTokenException"]);

let session = {};
let sayLoggedOut = () => {};

const PATIENCE_MS = 15_000;

/** The platform can't be reached, or says that it is not there now. */
export class Gone extends Error {}

/** The platform answered with a problem. */
export class Refused extends Error {}

/** The tenant of the page. */
export function tenant() {
  return wanted || session.tenant || "default";
}

/** Whether the page may do that; where nobody is asked for a key, all. */
export function may(right) {
  return session.auth === "none" || (session.rights ?? []).includes(right);
}

/** From now on these rights are those of the page; without a token, nobody's. */
export function loggedIn(newSession) {
  session = newSession;
}

/** Is called when the platform says that nobody is logged in any more. */
export function whenLoggedOut(handler) {
  sayLoggedOut = handler;
}

/** Shows a key: a session, or what is wrong. */
export async function logIn(key) {
  try {
    const response = await fetch("/v1/session", {
      method: "POST", headers: {"Content-Type": "application/json", Accept: "application/json"}, body: JSON.stringify(key),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) {
      return {session: await response.json()};
    }
    const seconds = response.headers.get("Retry-After");
    return {status: response.status, problem: response.status === 429
      ? `Too many attempts: try again in ${seconds} s.` : await detail(response)};
  } catch (error) {
    return {status: 0, problem: `The platform does not answer: ${error.message ?? error}`};
  }
}

export function logOut() {
  return act("DELETE", "/v1/session").catch(() => undefined);
}

/** The answer as an object. */
export function ask(path) {
  return send("GET", path);
}

/** The same of another tenant, for administrators. */
export function askOf(otherTenant, path) {
  return send("GET", path, {ofTenant: otherTenant});
}

/** The answer as it is. */
export function askText(path) {
  return send("GET", path, {read: (response) => response.text()});
}

/** Does something, with an object if one is given; what it answers, undefined if nothing. */
export function act(method, path, body) {
  return send(method, path, {body});
}

async function send(method, path, {body, ofTenant = wanted, read = parsed} = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: headers(method, ofTenant, body),
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new Gone(String(error.message ?? error));
  }
  if (response.status === 503) {
    throw new Gone("it answers 503, unavailable");
  }
  if (response.status === 204) {
    return undefined;
  }
  return response.ok ? read(response) : refuse(response);
}

function headers(method, ofTenant, body) {
  const all = {Accept: "application/json"};
  if (ofTenant) {
    all["Perigee-Tenant"] = ofTenant;
  }
  if (body !== undefined) {
    all["Content-Type"] = "application/json";
  }
  if (method !== "GET" && session.csrfToken) {
    all["X-Perigee-Csrf"] = session.csrfToken;
  }
  return all;
}

async function parsed(response) {
  try {
    return await response.json();
  } catch (error) {
    throw new Gone(`the answer broke off: ${error.message}`);
  }
}

async function refuse(response) {
  if (LOGGED_OUT.has(response.headers.get("x-amzn-ErrorType"))) {
    sayLoggedOut();
  }
  throw new Refused(`${response.status}: ${await detail(response) || response.statusText}`);
}

async function detail(response) {
  try {
    const problem = await response.json();
    return problem.detail ?? problem.Message ?? problem.message ?? "";
  } catch {
    // No problem document: the status has to do.
    return "";
  }
}

/** A command that speaks to this platform as this tenant, to be typed in the folder of the checkout. */
export function command(words) {
  const url = location.origin === "http://127.0.0.1:8080" ? "" : ` --url ${location.origin}`;
  return `./perigee ${words}${url}${tenant() === "default" ? "" : ` --tenant ${tenant()}`}`;
}
