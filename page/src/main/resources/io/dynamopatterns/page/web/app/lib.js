/** The libraries, which load before the page's modules, under the names that the modules import. */

export const h = globalThis.preact.h;
export const Fragment = globalThis.preact.Fragment;
export const render = globalThis.preact.render;
export const Component = globalThis.preact.Component;
export const useState = globalThis.preactHooks.useState;
export const useEffect = globalThis.preactHooks.useEffect;
export const useLayoutEffect = globalThis.preactHooks.useLayoutEffect;
export const useMemo = globalThis.preactHooks.useMemo;
export const useId = globalThis.preactHooks.useId;
export const useRef = globalThis.preactHooks.useRef;
export const useCallback = globalThis.preactHooks.useCallback;
export const d3 = globalThis.d3;
export const dagre = globalThis.dagre;
export const uPlot = globalThis.uPlot;
