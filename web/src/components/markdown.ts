/** Markdown of the release's own files as elements. Markup in it stays text; links lead to the web or to its files. */

import { lexer, type Token, type Tokens } from "marked";
import { type Child, h, safeAddress } from "../lib/dom";

/** A document; headings begin one level below the page's own. */
export function markdown(source: string, title: string): HTMLElement {
  let tables = 0;
  const blocks = lexer(source).map((token) => {
    if (token.type !== "table") return block(token);
    tables += 1;
    return table(token as Tokens.Table, `${title}, table ${tables}; scrolls sideways`);
  });
  return h("div", { class: "markdown" }, blocks);
}

/** The sections of a document by their level-two headings; what stands before the first is under "". */
export function sections(source: string): Map<string, string> {
  const parts = source.split(/^## (.+)$/m);
  const found = new Map([["", parts[0] ?? ""]]);
  for (let index = 1; index < parts.length; index += 2) found.set((parts[index] ?? "").trim(), parts[index + 1] ?? "");
  return found;
}

function block(token: Token): Child {
  switch (token.type) {
    case "space":
      return null;
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      return h(depth <= 2 ? "h3" : "h4", {}, inline(tokens));
    }
    case "paragraph":
      return h("p", {}, inline((token as Tokens.Paragraph).tokens));
    case "blockquote":
      return h("blockquote", {}, (token as Tokens.Blockquote).tokens.map(block));
    case "code":
      return h("pre", {}, h("code", {}, (token as Tokens.Code).text));
    case "list": {
      const { ordered, items } = token as Tokens.List;
      return h(
        ordered ? "ol" : "ul",
        {},
        items.map((item) => h("li", {}, item.tokens.map(block))),
      );
    }
    case "text":
      return inline((token as Tokens.Text).tokens ?? [token]);
    case "hr":
      return h("hr");
    default:
      return h("p", {}, token.raw);
  }
}

function table({ header, rows }: Tokens.Table, label: string): Child {
  return h(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      { class: "data" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          header.map((cell) => h(cell.text ? "th" : "td", cell.text ? { scope: "col" } : {}, inline(cell.tokens))),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell) => h("td", { class: cell.align === "right" ? "number" : null }, inline(cell.tokens))),
          ),
        ),
      ),
    ),
  );
}

function inline(tokens: readonly Token[]): Child[] {
  return tokens.map((token) => {
    switch (token.type) {
      case "strong":
        return h("strong", {}, inline((token as Tokens.Strong).tokens));
      case "em":
        return h("em", {}, inline((token as Tokens.Em).tokens));
      case "codespan":
        return h("code", {}, (token as Tokens.Codespan).text);
      case "br":
        return h("br");
      case "link": {
        const { href, tokens: content } = token as Tokens.Link;
        const target = /^[\w.-]+(\/[\w.-]+)*$/.test(href) ? `release/${href}` : href;
        return safeAddress(target)
          ? h("a", { href: target, rel: "noopener noreferrer" }, inline(content))
          : inline(content);
      }
      case "escape":
      case "text":
        return (token as Tokens.Text).tokens
          ? inline((token as Tokens.Text).tokens ?? [])
          : unescaped((token as Tokens.Text).text);
      default:
        return token.raw;
    }
  });
}

/** Entities that `marked` leaves in plain text. */
function unescaped(text: string): string {
  const characters: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'" };
  return text.replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => characters[entity] ?? entity);
}
