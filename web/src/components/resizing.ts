/** Charts are drawn for the width that they have, and again when it changes. */

export interface Drawn {
  element: HTMLElement;
  draw: () => void;
  close: () => void;
}

export function resizing(className: string, render: (width: number) => Element): Drawn {
  const element = document.createElement("div");
  element.className = className;
  let width = 0;
  const draw = () => {
    if (width < 1) return;
    const focused = element.contains(document.activeElement)
      ? document.activeElement?.getAttribute("aria-label")
      : null;
    const chart = render(width);
    // Plot names its groups for styling; without a role those names are no labels, and links stand in the chart
    for (const group of chart.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
    chart.setAttribute("role", "group");
    element.replaceChildren(chart);
    if (focused)
      [...element.querySelectorAll<SVGElement>("a")].find((a) => a.getAttribute("aria-label") === focused)?.focus();
  };
  const observer = new ResizeObserver(([entry]) => {
    const next = Math.floor(entry?.contentRect.width ?? 0);
    if (next === width) return;
    width = next;
    draw();
  });
  observer.observe(element);
  return { element, draw, close: () => observer.disconnect() };
}
