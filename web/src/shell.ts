/** The frame around every view: navigation, the current view, the footer. */

import { fill, h } from "./lib/dom";
import { count } from "./lib/format";
import { href, parseRoute, type Route } from "./lib/route";
import type { Site } from "./lib/site";

/** A view on the page. */
export interface View {
  title: string;
  element: HTMLElement;
  /** Show other parameters in place; without it the view is made anew. */
  update?: (params: URLSearchParams) => void | Promise<void>;
  /** Leave nothing behind. */
  close?: () => void;
}

type Load = (route: Route, site: Site) => Promise<View>;

/** Views by the first part of the address; each is its own chunk of the bundle. */
const VIEWS: Record<string, Load> = {
  meetings: async (route) => (await import("./views/meetings")).meetingsView(route.params),
  meeting: async (route) => (await import("./views/meeting")).meetingView(route.id ?? ""),
  pledges: async (route) => (await import("./views/pledges")).pledgesView(route.params),
  pledge: async (route) => (await import("./views/pledge")).pledgeView(route.id ?? ""),
  quotes: async (route) => (await import("./views/quotes")).quotesView(route.params),
  articles: async (route) => (await import("./views/articles")).articlesView(route.params),
  article: async (route) => (await import("./views/article")).articleView(route.id ?? "", route.params),
  sql: async (route) => (await import("./views/sql")).sqlView(route.params),
  about: async (_, site) => (await import("./views/about")).aboutView(site),
};

const NAVIGATION: [view: string, label: string][] = [
  ["meetings", "Meetings"],
  ["pledges", "Pledges"],
  ["quotes", "Quotes"],
  ["articles", "Articles"],
  ["sql", "SQL"],
  ["about", "About"],
];
const PARENTS: Record<string, string> = { meeting: "meetings", pledge: "pledges", article: "articles" };

export function createShell(root: HTMLElement, site: Site): void {
  const main = h("main", { id: "main", tabindex: "-1" });
  const links = NAVIGATION.map(([view, label]) => h("a", { href: href(view), "data-view": view }, label));
  fill(
    root,
    h(
      "a",
      {
        class: "skip",
        href: "#main",
        onclick: (event: Event) => {
          event.preventDefault();
          main.focus();
        },
      },
      "Skip to the content",
    ),
    h(
      "header",
      { class: "top" },
      h("a", { class: "brand", href: href("meetings") }, "Coalition data"),
      h("nav", { "aria-label": "Views" }, links),
    ),
    main,
    h(
      "footer",
      { class: "bottom" },
      h(
        "p",
        {},
        `Release ${site.version}: `,
        Object.entries(site.row_counts).map(([table, rows], index) => [
          index ? ", " : "",
          count(rows, table.slice(0, -1)),
        ]),
        ".",
      ),
      h(
        "p",
        {},
        h("a", { href: href("about") }, "About, files, citation"),
        " · ",
        h("a", { href: "licences.txt" }, "Licences of the software"),
      ),
    ),
  );
  new Router(main, links, site).start();
}

class Router {
  private current: { view: View; key: string } | undefined;
  private turn = 0;

  constructor(
    private readonly main: HTMLElement,
    private readonly links: HTMLAnchorElement[],
    private readonly site: Site,
  ) {}

  start(): void {
    window.addEventListener("hashchange", () => void this.show(false));
    void this.show(true);
  }

  private async show(first: boolean): Promise<void> {
    const route = parseRoute(location.hash);
    const key = `${route.view}/${route.id ?? ""}`;
    if (this.current?.key === key && this.current.view.update) {
      await this.guarded(async () => this.current?.view.update?.(route.params));
      return;
    }
    this.turn += 1;
    const turn = this.turn;
    this.current?.view.close?.();
    this.current = undefined;
    this.mark(PARENTS[route.view] ?? route.view);
    this.main.setAttribute("aria-busy", "true");
    if (!first) fill(this.main, h("p", { class: "loading" }, "Loading…"));
    await this.guarded(async () => {
      const load = VIEWS[route.view];
      const view = load ? await load(route, this.site) : notFound(route.view);
      if (turn !== this.turn) {
        view.close?.();
        return;
      }
      this.current = { view, key };
      document.title = `${view.title} · Coalition data`;
      fill(this.main, view.element);
      if (!first) {
        window.scrollTo(0, 0);
        this.main.focus({ preventScroll: true });
      }
    });
    if (turn === this.turn) this.main.removeAttribute("aria-busy");
  }

  /** Errors of a view become a message in its place. */
  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      fill(
        this.main,
        h("h1", {}, "This page cannot be shown"),
        h("p", { role: "alert", class: "error" }, error instanceof Error ? error.message : String(error)),
        h("p", {}, h("a", { href: href("meetings") }, "Start again with the meetings")),
      );
    }
  }

  private mark(active: string): void {
    for (const link of this.links) {
      if (link.dataset.view === active) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
}

function notFound(name: string): View {
  return {
    title: "Not found",
    element: h(
      "section",
      {},
      h("h1", {}, "There is no such page"),
      h("p", {}, `The explorer has no page named “${name}”.`),
    ),
  };
}
