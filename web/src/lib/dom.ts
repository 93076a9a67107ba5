// biome-ignore-all lint/suspicious/noControlCharactersInRegex: they are what is looked for
/** Elements from values. Text only ever becomes text nodes: nothing in the data can be markup. */

type Listener = (event: never) => void;
type Value = string | number | boolean | null | undefined | Listener;
export type Child = Node | string | number | null | undefined | false | Child[];
export type Attributes = Record<string, Value>;

/**
 * An element.
 *
 * `onclick` and the like take functions; true sets an attribute without a value; false, null and undefined leave it
 * out. Addresses pass through `safeAddress`.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  append(element, children);
  return element;
}

function setAttribute(element: HTMLElement, name: string, value: Value): void {
  if (typeof value === "function") {
    element.addEventListener(name.replace(/^on/, ""), value as EventListener);
  } else if (name === "href") {
    const address = safeAddress(String(value ?? ""));
    if (address !== undefined) element.setAttribute("href", address);
  } else if (value === true) {
    element.setAttribute(name, "");
  } else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(name, String(value));
  }
}

/** Append children, in nested lists too; what is null or false is left out. */
export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child instanceof Node) parent.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) parent.appendChild(text(String(child)));
  }
}

/** Replace everything in an element. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const HIDDEN_CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text node; controls and marks that turn the direction of writing are shown rather than obeyed. */
export function text(value: string): Text {
  return document.createTextNode(visible(value));
}

/** The same for attributes and labels of charts. */
export function visible(value: string): string {
  return value.replace(HIDDEN_CONTROLS, "\ufffd");
}

/** Addresses that a link may have: those of this site, and pages of the web. `javascript:` and the like are none. */
export function safeAddress(address: string): string | undefined {
  if (/^(#|release\/|licences\.txt$)/.test(address)) return address;
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}
