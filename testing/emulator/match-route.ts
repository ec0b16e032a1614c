import type { EmulatorRoute } from './emulator-route.js';

export interface RouteMatch {
  readonly route: EmulatorRoute;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits, or whether the path exists with other methods only. */
export function matchRoute(
  routes: readonly EmulatorRoute[],
  method: string,
  path: string,
): RouteMatch | 'wrong-method' | undefined {
  let pathExists = false;
  for (const route of routes) {
    const params = paramsOf(route.path, path);
    if (!params) continue;
    if (route.method === method) return { route, params };
    pathExists = true;
  }
  return pathExists ? 'wrong-method' : undefined;
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment.startsWith('*')) {
      params[segment.slice(1)] = decoded(given.slice(index).join('/'));
      return given.length > index ? params : undefined;
    }
    const value = given[index];
    if (value === undefined) return undefined;
    if (!segment.startsWith(':')) {
      if (segment !== value) return undefined;
      continue;
    }
    const [name, suffix = ''] = splitSuffix(segment.slice(1));
    if (!value.endsWith(suffix) || value.length === suffix.length) return undefined;
    params[name] = decoded(value.slice(0, value.length - suffix.length));
  }
  return given.length === wanted.length ? params : undefined;
}

/** `model:predict` in a pattern `:model:predict` is the parameter `model` and the suffix `:predict`. */
function splitSuffix(segment: string): [string, string?] {
  const colon = segment.indexOf(':');
  return colon === -1 ? [segment] : [segment.slice(0, colon), segment.slice(colon)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
