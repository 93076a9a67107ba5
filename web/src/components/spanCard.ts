/** What stands behind a highlighted passage: as a card beside the pointer, and as a list. */

import type { Span } from "../data/articles";
import { fill, h } from "../lib/dom";
import { href } from "../lib/route";

export interface SpanCard {
  element: HTMLElement;
  show: (anchor: HTMLElement, spans: readonly Span[]) => void;
  hide: () => void;
}

const GAP = 8;

export function spanCard(): SpanCard {
  const element = h("div", { class: "hover-card", role: "tooltip" });
  element.hidden = true;
  return {
    element,
    show: (anchor, spans) => {
      fill(element, spanCards(spans));
      element.hidden = false;
      const [box] = anchor.getClientRects();
      if (!box) return;
      const { offsetWidth: width, offsetHeight: height } = element;
      const left = Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP));
      const isBelow = box.bottom + GAP + height < window.innerHeight;
      element.style.left = `${left}px`;
      element.style.top = `${isBelow ? box.bottom + GAP : Math.max(GAP, box.top - height - GAP)}px`;
    },
    hide: () => {
      element.hidden = true;
    },
  };
}

/** One entry a row; the words of a quote, its speaker and its cue belong to the same. */
export function spanCards(spans: readonly Span[]): HTMLElement {
  const rows = new Map(spans.map((span) => [span.row_id, span]));
  return h(
    "ul",
    { class: "span-cards" },
    [...rows.values()].map((span) =>
      h(
        "li",
        {},
        h("span", { class: `badge span-${span.kind}` }, span.kind),
        " ",
        h("strong", {}, span.label),
        h("span", { class: "meta" }, ` ${span.detail.replaceAll("_", " ")}`),
        link(span),
      ),
    ),
  );
}

function link(span: Span): HTMLElement | null {
  if (span.kind !== "meeting" && span.kind !== "pledge") return null;
  return h("span", {}, " ", h("a", { href: href(span.kind, span.row_id) }, `open the ${span.kind}`));
}
