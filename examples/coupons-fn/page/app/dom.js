// Builds elements. Text is always a text node: what a shop or a server wrote is never read as HTML.

/** An element with attributes, handlers (`onclick`) and children; a child that is null is left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/** Puts text where screen readers announce it. */
export function announce(text) {
  document.getElementById('status').textContent = text;
}
