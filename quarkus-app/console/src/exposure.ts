import type { IncidentStory } from './types';

export interface Exposure {
  readonly usdPerSecond: number;
  /** Whether a containment is in force on every wallet that alerts name: it should no longer be leaving. */
  readonly held: boolean;
}

/** What alerts say leaves, where they do. */
export function exposure(story: IncidentStory): Exposure | undefined {
  const rates = story.alerts.map((a) => Number(a.alert.attributes['exposure_usd_per_second'])).filter((n) => n > 0);
  if (rates.length === 0) {
    return undefined;
  }
  const wallets = story.alerts.flatMap((a) => a.alert.targets.filter((t) => t.type === 'WALLET').map((t) => `wallet:${t.id}`));
  const held = new Set(story.containments.filter((c) => c.state === 'confirmed').map((c) => c.target));
  return { usdPerSecond: Math.max(...rates), held: wallets.length > 0 && wallets.every((w) => held.has(w)) };
}
