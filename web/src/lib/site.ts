/** What `site.json` says about the release. */

export interface ReleaseFile {
  name: string;
  bytes: number;
}

export interface Site {
  title: string;
  version: string;
  released_on: string;
  content_sha256: string;
  row_counts: Record<string, number>;
  files: ReleaseFile[];
  countries: Record<string, string>;
}

let loaded: Promise<Site> | undefined;
let countries: Record<string, string> = {};

export function loadSite(): Promise<Site> {
  loaded ??= fetch(address("site.json")).then(async (response) => {
    if (!response.ok) throw new Error(`site.json: ${response.status}`);
    const site = (await response.json()) as Site;
    countries = site.countries;
    return site;
  });
  return loaded;
}

/** A file of the site as an absolute address. */
export function address(path: string): string {
  return new URL(path, document.baseURI.split("#")[0]).href;
}

/** The English name of a country, or the code itself. */
export function countryName(iso3: string | null | undefined): string {
  return iso3 ? (countries[iso3] ?? iso3) : "";
}
