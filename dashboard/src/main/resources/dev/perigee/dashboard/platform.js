// Asks the platform. One tenant for the whole page: the parameter `tenant` of its address.

export const tenant = new URLSearchParams(location.search).get("tenant") || "default";

const PATIENCE_MS = 15_000;

/** The platform can't be reached, or says that it is not there now. */
export class Gone extends Error {}

/** The platform answered with a problem. */
export class Refused extends Error {}

/** The answer as an object. */
export function ask(path) {
  return send("GET", path);
}

/** Does something; what it answers, undefined if nothing. */
export function act(method, path) {
  return send(method, path);
}

async function send(method, path) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {"Perigee-Tenant": tenant, Accept: "application/json"},
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
  return response.ok ? parsed(response) : refuse(response);
}

async function parsed(response) {
  try {
    return await response.json();
  } catch (error) {
    throw new Gone(`the answer broke off: ${error.message}`);
  }
}

async function refuse(response) {
  let detail = "";
  try {
    const problem = await response.json();
    detail = problem.detail ?? problem.Message ?? "";
  } catch {
    // No problem document: the status has to do.
  }
  throw new Refused(`${response.status}: ${detail || response.statusText}`);
}

/** A command that speaks to this platform as this tenant, to be typed in the folder of the checkout. */
export function command(words) {
  const url = location.origin === "http://127.0.0.1:8080" ? "" : ` --url ${location.origin}`;
  return `./perigee ${words}${url}${tenant === "default" ? "" : ` --tenant ${tenant}`}`;
}
