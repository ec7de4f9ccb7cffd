import leven from 'leven';

/** The one of `names` that `text` was most likely meant to be, or undefined when none is near. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, distance: leven(text, name) }))
    .sort((one, other) => one.distance - other.distance);
  if (best === undefined || best.distance >= best.name.length) return undefined;
  return best.distance <= Math.max(2, best.name.length / 3) ? best.name : undefined;
}
