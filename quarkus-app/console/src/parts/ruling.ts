import type { Ruling } from '../types';

/** What policy says about an action, as a sentence. */
export function ruling(policy: Ruling): string {
  const words: Record<string, string> = {
    run: 'Policy lets it run at once.',
    ask: `Policy asks ${policy.approvals} ${policy.approvals === 1 ? 'person' : 'people'}; you have no vote.`,
    never: 'Policy never allows it.',
  };
  return words[policy.verdict] ?? policy.verdict;
}
