// The published versions of a function, what its aliases send where, and workers that are kept ahead of calls.

import {attempt, choice, doer, encoded, field, form} from "./actions.js";
import {h} from "./dom.js";
import {count, percent} from "./format.js";
import {act} from "./platform.js";
import {meter, pill, still} from "./table.js";

const STATES = {ready: "good", "in progress": "cold", failed: "bad"};

/** What an alias sends where, as bars. */
function shares({version, weights}) {
  const others = Object.entries(weights);
  const rest = 1 - others.reduce((total, [, share]) => total + share, 0);
  return h("span", {class: "shares"}, ...[[version, rest], ...others].map(([number, share]) => meter(share, `${percent(share)} to ${number}`)));
}

const text = (name, more) => h("input", {name, type: "text", autocomplete: "off", spellcheck: "false", ...more});
const number = (name, more) => h("input", {name, type: "number", min: "0", ...more});

/** Everything changes with everything, so after each change all is asked for again. */
export function revisions(name, fill) {
  const base = `/v1/functions/${encoded(name)}`;
  const places = Object.fromEntries(["versions", "aliases", "provisioned"].map((part) =>
    [part, h("div", {id: `details-${part}`}, h("p", {}, "Loading"))]));
  const said = h("p", {class: "note said", id: "details-said", role: "status"});
  let published = [];

  function load() {
    fill(places.versions, `${base}/versions`, ({versions}) => {
      published = versions.map((each) => each.version);
      fill(places.aliases, `${base}/aliases`, ({aliases}) => {
        fill(places.provisioned, `${base}/provisioned`, ({provisioned}) => workers(provisioned, aliases));
        return traffic(aliases);
      });
      return listed(versions);
    });
  }

  async function changed(method, path, body, done) {
    await act(method, `${base}/${path}`, body);
    load();
    return done;
  }

  const change = (...parts) => attempt(said, () => changed(...parts));

  function listed(versions) {
    return [versions.length
      ? still("Published versions", ["Version", "Published", "Description", ""], versions.map((each) =>
        [each.version, each.publishedUtc.replace(/\.\d+/, ""), each.description || "–",
          doer("deploy", "Delete", () => change("DELETE", `versions/${each.version}`, undefined, `version ${each.version} is deleted`),
            `Delete version ${each.version} of ${name}?`)]))
      : h("p", {}, "None is published; calls run what was deployed last."),
    form("deploy", [field("Description", text("description"))], "Publish", (fields) =>
      changed("POST", "versions", {description: fields.description}, "what was deployed last is published"))];
  }

  function traffic(aliases) {
    const targets = ["$LATEST", ...published];
    return [aliases.length
      ? still("Aliases", ["Alias", "Traffic", ""], aliases.map((each) => [each.alias, shares(each),
        doer("deploy", "Delete", () => change("DELETE", `aliases/${encoded(each.alias)}`, undefined, `alias ${each.alias} is deleted`),
          `Delete the alias ${each.alias} of ${name}?`)]))
      : h("p", {}, "There is none."),
    form("deploy", [
      field("Alias", text("alias", {required: true, list: "details-alias-names"})),
      h("datalist", {id: "details-alias-names"}, ...aliases.map((each) => h("option", {value: each.alias}))),
      field("Version", choice("version", targets, "Version")),
      field("Also", choice("other", ["none", ...published], "Second version")),
      field("of 100 calls", number("share", {max: "100", step: "any", value: "0"})),
    ], "Set traffic", ({alias, version, other, share}) => changed("PUT", `aliases/${encoded(alias)}`,
      {version, weights: other === "none" ? {} : {[other]: Number(share) / 100}}, `${alias} is set`))];
  }

  function workers(provisioned, aliases) {
    const qualifiers = [...published, ...aliases.map((each) => each.alias)];
    return [provisioned.length
      ? still("Workers ahead of calls", ["Of", "Ready", "State", ""], provisioned.map((each) => [each.qualifier,
        `${count(each.readyCount)} of ${count(each.workerCount)}`, h("span", {title: each.reason}, pill(each.status, STATES[each.status] ?? "quiet")),
        doer("deploy", "Remove", () => change("DELETE", `provisioned/${encoded(each.qualifier)}`, undefined, `${each.qualifier} keeps none ahead`),
          `Keep no workers of ${each.qualifier} ahead of calls?`)]), [1])
      : h("p", {}, "None is kept ahead of calls."),
    ...(qualifiers.length ? [form("deploy", [
      field("Of", choice("qualifier", qualifiers, "Version or alias")),
      field("Workers", number("workers", {min: "1", step: "1", required: true})),
    ], "Keep ahead", ({qualifier, workers: wanted}) =>
      changed("PUT", `provisioned/${encoded(qualifier)}`, {workerCount: Number(wanted)}, `${qualifier}: ${wanted} are asked for`))] : [])];
  }

  load();
  return [h("h3", {}, "Published versions"), places.versions, h("h3", {}, "Aliases and their traffic"), places.aliases,
    h("h3", {}, "Provisioned concurrency"), places.provisioned, said];
}
