/** Every state of the explorer as an address: `#/view/id?name=value`. */

export interface Route {
  view: string;
  id: string | undefined;
  params: URLSearchParams;
}

export type Params = Record<string, string | number | null | undefined | readonly string[]>;

export const HOME = "meetings";

/** Read the part of an address after `#`. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const [view, id] = path.split("/").map(decoded);
  return { view: view || HOME, id: id || undefined, params: new URLSearchParams(query) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a mangled address leads to a page that says so, not to an error
  }
}

/** Write an address; empty values are left out, lists repeat the name. */
export function href(view: string, id?: string | null, params: Params | URLSearchParams = {}): string {
  const search = params instanceof URLSearchParams ? params : searchParams(params);
  const query = search.toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ""}${query ? `?${query}` : ""}`;
}

function searchParams(params: Params): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && item !== undefined && item !== "") search.append(name, String(item));
    }
  }
  return search;
}

/** A copy of parameters with some set, or taken out where the value is empty. */
export function withParams(params: URLSearchParams, changes: Params): URLSearchParams {
  const copy = new URLSearchParams(params);
  for (const name of Object.keys(changes)) copy.delete(name);
  for (const [name, value] of searchParams(changes)) copy.append(name, value);
  return copy;
}

/** The same with one value of a name put in or taken out. */
export function toggled(params: URLSearchParams, name: string, value: string): URLSearchParams {
  const values = params.getAll(name);
  const next = values.includes(value) ? values.filter((item) => item !== value) : [...values, value];
  return withParams(params, { [name]: next });
}

/** Go to an address. `replace` keeps steps of typing out of the history. */
export function navigate(address: string, replace = false): void {
  if (address === location.hash) return;
  if (replace) {
    history.replaceState(null, "", address);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = address;
  }
}
