// Tenants with what they may have and use, and the keys of this one.

import {attempt, doer, encoded, onSend} from "./actions.js";
import {byId, h, setText, showEmpty} from "./dom.js";
import {bytes, count, dollars, percent} from "./format.js";
import {act, ask, askOf, command, may, tenant} from "./platform.js";
import {Table, meter, pill} from "./table.js";

/** A question for each more would be many. */
const USES_MAX = 25;

const limit = (value, show = count) => (value === null || value === undefined ? "–" : show(value));

function functionsUsed({used, functions}) {
  if (used === undefined) {
    return document.createTextNode("–");
  }
  return functions ? meter(used.functions / functions, `${count(used.functions)} of ${count(functions)}`) : document.createTextNode(count(used.functions));
}

function tenantColumns(buttons) {
  return [
    {key: "tenant", label: "Tenant", heads: true, show: (row) => row.tenant},
    {key: "functions", label: "Functions", show: functionsUsed, signature: (row) => `${row.used?.functions}/${row.functions}`},
    {key: "codeBytes", label: "Code at most", number: true, minor: true, show: (row) => limit(row.codeBytes, bytes)},
    {key: "concurrency", label: "At once", hint: "Calls at once, at most", number: true, minor: true, show: (row) => limit(row.concurrency)},
    {key: "requestsPerS", label: "Requests/s", hint: "At most", number: true, minor: true, show: (row) => limit(row.requestsPerS)},
    {key: "invocations", label: "Invocations", number: true, show: (row) => (row.used ? count(row.used.invocations) : "–")},
    {key: "money", label: "Money", number: true, show: (row) => (row.used ? dollars(row.used.costUsd) : "–")},
    {key: "actions", label: "", show: (row) => h("span", {class: "row-actions"}, ...buttons(row)), signature: () => "same"},
  ];
}

async function use(name) {
  const [{functions}, {totals}] = await Promise.all([askOf(name, "/v1/functions"), askOf(name, "/v1/stats/functions?limit=1")]);
  return {functions: functions.length, ...totals};
}

/** Empty fields are no limits. */
const quota = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "").map(([name, value]) => [name, Number(value)]));

export function makeTenants({now}) {
  const panel = byId("tenants-panel");
  const said = byId("tenants-said");
  const table = new Table(byId("tenants-table"), tenantColumns(({tenant: name}) => [
    h("a", {href: `/?tenant=${encoded(name)}#access`}, "Look"),
    doer("administer", "Delete", () => attempt(said, async () => {
      await act("DELETE", `/v1/tenants/${encoded(name)}`);
      return `${name} is deleted`;
    }).then(now), `Delete the tenant ${name} and revoke its keys?`),
  ]), {key: (row) => row.tenant, caption: "Tenants by name"});
  onSend(byId("tenants-form"), said, async ({tenant: name, ...limits}) => {
    await act("PUT", `/v1/tenants/${encoded(name)}`, quota(limits));
    now();
    return `${name} is there`;
  });
  return {
    panel,
    everyMs: 10_000,
    path: () => (may("administer") ? "/v1/tenants" : ""),
    show: async ({tenants}) => {
      const used = await Promise.all(tenants.slice(0, USES_MAX).map((each) => use(each.tenant)));
      table.update(tenants.map((each, index) => ({...each, used: used[index]})));
      showEmpty(panel, tenants.length === 0, "No tenant was made; all is of the tenant default. Make one below, or:",
        [command("tenant create red --functions 20 --concurrency 50")]);
    },
  };
}

/** Ends soon: within a week. */
const SOON_MS = 7 * 86_400_000;

function expiry({expiresUtc}) {
  if (!expiresUtc) {
    return document.createTextNode("never");
  }
  const leftMs = Date.parse(expiresUtc) - Date.now();
  return pill(expiresUtc.slice(0, 16).replace("T", " "), leftMs < 0 ? "bad" : leftMs < SOON_MS ? "warn" : "quiet");
}

function keyColumns(buttons) {
  return [
    {key: "id", label: "Key", heads: true, show: (row) => row.id},
    {key: "role", label: "Role", show: (row) => pill(row.role, row.role === "admin" ? "warn" : "quiet"), signature: (row) => row.role},
    {key: "functions", label: "Functions", show: (row) => row.functions.join(", ") || "all"},
    {key: "rate", label: "Requests/s", number: true, minor: true, show: (row) => limit(row.requestsPerS)},
    {key: "expires", label: "Expires", show: expiry, signature: (row) => row.expiresUtc ?? ""},
    {key: "created", label: "Created", minor: true, show: (row) => row.createdUtc.replace(/\.\d+/, "")},
    {key: "actions", label: "", show: (row) => h("span", {class: "row-actions"}, ...buttons(row)), signature: () => "same"},
  ];
}

/** The secret of a key that was just made: it is in this answer and nowhere else. */
function showSecret(made) {
  const place = byId("keys-secret");
  const lines = made.apiKey
    ? [["PERIGEE_API_KEY", made.apiKey]]
    : [["AWS_ACCESS_KEY_ID", made.accessKeyId], ["AWS_SECRET_ACCESS_KEY", made.secretAccessKey]];
  const text = lines.map((each) => `export ${each.join("=")}`).join("\n");
  place.replaceChildren(
    h("p", {}, `The secret of key ${made.id}. It is shown this once: keep it now.`),
    h("pre", {tabindex: "0"}, text),
    h("p", {class: "actions"},
      h("button", {type: "button", class: "quiet", onclick: () => attempt(byId("keys-said"), async () => {
        await navigator.clipboard.writeText(text);
        return "copied";
      })}, "Copy"),
      h("button", {type: "button", class: "quiet", onclick: () => {
        place.replaceChildren();
        place.hidden = true;
      }}, "I have it")));
  place.hidden = false;
}

/** Empty fields are left out. */
function keyRequest({role, functions, requestsPerS, expires}) {
  return {
    role,
    ...(functions.trim() ? {functions: functions.trim().split(/[\s,]+/)} : {}),
    ...(requestsPerS ? {requestsPerS: Number(requestsPerS)} : {}),
    ...(expires ? {expiresUtc: `${expires}T00:00:00Z`} : {}),
  };
}

export function makeKeys({now}) {
  const panel = byId("keys-panel");
  const said = byId("keys-said");
  const table = new Table(byId("keys-table"), keyColumns(({id}) => [
    doer("administer", "Revoke", () => attempt(said, async () => {
      await act("DELETE", `/v1/keys/${encoded(id)}`);
      return `${id} is revoked`;
    }).then(now), `Revoke the key ${id}? Who uses it is refused at once.`),
  ]), {key: (row) => row.id, caption: "Keys of the tenant"});
  onSend(byId("keys-form"), said, async (fields) => {
    const made = await act("POST", "/v1/keys", keyRequest(fields));
    showSecret(made);
    now();
    return `${made.id} is made`;
  });
  return {
    panel,
    everyMs: 4_000,
    path: () => (may("administer") ? "/v1/keys" : ""),
    show: async ({keys}) => {
      setText(byId("keys-of"), `of ${tenant()}`);
      table.update(keys);
      const {auth} = await ask("/v1/session");
      showEmpty(panel, keys.length === 0, auth === "none"
        ? "Nobody is asked for a key here: whoever reaches the port may do all. Start it with keys:" : "The tenant has no key. Make one below.",
      auth === "none" ? ["./perigee up --auth keys"] : []);
    },
  };
}
